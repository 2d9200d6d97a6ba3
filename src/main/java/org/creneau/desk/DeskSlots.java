package org.creneau.desk;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.DatabaseFailures;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;

/** Whose slots are asked about, past ones too. */
record DeskSlots(SlotDirectory directory) {

    /** The organisation that offers the slot; empty when there is no such slot. */
    Future<Optional<String>> organisation(UUID slotId) {
        Slot known = directory.find(slotId);
        return known != null
                ? Future.succeededFuture(Optional.of(known.organisation().id()))
                : directory
                        .load(List.of(slotId))
                        .recover(DatabaseFailures::translate)
                        .map(found -> Optional.ofNullable(found.get(slotId))
                                .map(slot -> slot.organisation().id()));
    }
}
