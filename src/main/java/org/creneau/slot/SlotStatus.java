package org.creneau.slot;

import java.time.Instant;

/** What somebody who looks at a slot is told. */
public enum SlotStatus {
    /** Published, not open yet. */
    SCHEDULED,
    OPEN,
    FULL,
    CLOSED,
    CANCELLED,
    /** It has begun. */
    PAST;

    public static SlotStatus of(Slot slot, int left, Instant now) {
        return switch (slot.publication()) {
            case CANCELLED -> CANCELLED;
            case CLOSED -> CLOSED;
            case PUBLISHED -> {
                if (!now.isBefore(slot.start())) {
                    yield PAST;
                }
                if (now.isBefore(slot.opensAt())) {
                    yield SCHEDULED;
                }
                yield left > 0 ? OPEN : FULL;
            }
        };
    }
}
