package org.creneau.slot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it stood a moment ago.
 *
 * @param left seats that nobody holds, some 250 ms old at the most while Redis answers
 * @param leftAsOf when that was last known to be so, if it could not be found out for a while; null: a moment ago
 */
public record SlotView(
        Slot slot, int left, SlotStatus status, @Nullable Instant leftAsOf) {

    /** With figures of a moment ago. */
    public SlotView(Slot slot, int left, SlotStatus status) {
        this(slot, left, status, null);
    }
}
