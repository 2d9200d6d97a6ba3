package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.UUID;
import org.creneau.desk.OwnSlots.OwnSlot;
import org.jspecify.annotations.Nullable;

/** A slot as those see it who work for its organisation: an {@code OwnSlot} of the contract. */
final class OwnSlotJson {

    private OwnSlotJson() {}

    /** Written anew each time: few ask, and what is kept of the public search is not to make room for it. */
    static void write(Buffer to, OwnSlot slot, Locale locale) {
        Buffer known = Buffer.buffer();
        SlotJson.of(slot.view().slot(), locale).write(known, slot.view());
        to.appendBuffer(known, 0, known.length() - 1)
                .appendString(",\"booked\":" + slot.booked() + ",\"held\":" + slot.held());
        if (slot.wantedCapacity() != null) {
            to.appendString(",\"wantedCapacity\":" + slot.wantedCapacity());
        }
        writeId(to, "releasePlan", slot.releasePlan());
        writeId(to, "template", slot.template());
        to.appendString("}");
    }

    private static void writeId(Buffer to, String field, @Nullable UUID id) {
        if (id != null) {
            to.appendString(",\"" + field + "\":\"" + id + '"');
        }
    }
}
