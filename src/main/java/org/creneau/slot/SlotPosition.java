package org.creneau.slot;

import java.time.Instant;
import java.util.UUID;

/** A place in the order of all slots, by start and then id, whether or not there is one. */
public record SlotPosition(Instant start, UUID id) implements Comparable<SlotPosition> {

    public static SlotPosition of(Slot slot) {
        return new SlotPosition(slot.start(), slot.id());
    }

    @Override
    public int compareTo(SlotPosition other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : compareIds(id, other.id);
    }

    /** As PostgreSQL and the text do; Java's own order takes the halves for signed numbers. */
    private static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
