package org.creneau.slot;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Slots by id, for whoever books or shows them. Safe to use from every event loop. */
public interface SlotDirectory {

    /** From this node's memory: slots that are not over. Null when the slot is not (yet) there; then {@link #load}. */
    @Nullable
    Slot find(UUID id);

    /** From memory or, for what is not there (just published, or long past), from PostgreSQL. Unknown ids are absent. */
    Future<Map<UUID, Slot>> load(Collection<UUID> ids);
}
