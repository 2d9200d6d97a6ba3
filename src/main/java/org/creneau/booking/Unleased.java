package org.creneau.booking;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.DatabaseClock;

/**
 * Seats that an instance handed out without a lease in Redis, while nobody knows yet whether they are booked: so that
 * the instance does not hand out one of them twice. A seat is forgotten when its booking is decided, or when its insert
 * can no longer land.
 *
 * <p>Belongs to one event loop. Holds no more than there are requests under way, and those of the last few seconds.
 */
final class Unleased {

    /** Between the check of the deadline and the end of a statement PostgreSQL itself may be slow to act. */
    private static final long MARGIN_MILLIS = 250;

    private final DatabaseClock clock;
    private final long longestStatementMillis;

    /** By slot and seat: until when the insert may land, by PostgreSQL's clock. */
    private final Map<UUID, Map<Integer, Long>> seats = new HashMap<>();

    Unleased(DatabaseClock clock, long longestStatementMillis) {
        this.clock = clock;
        this.longestStatementMillis = longestStatementMillis;
    }

    void add(UUID slotId, int seat, long deadlineMillis) {
        seats.computeIfAbsent(slotId, id -> new HashMap<>()).put(seat, deadlineMillis + afterDeadlineMillis());
    }

    /** Whether the seat is recorded, or never will be. */
    void decided(UUID slotId, int seat) {
        if (!seats.isEmpty()) {
            seats.computeIfPresent(slotId, (id, ofSlot) -> {
                ofSlot.remove(seat);
                return ofSlot.isEmpty() ? null : ofSlot;
            });
        }
    }

    /** The seats of a slot, after those that are over were forgotten. */
    Set<Integer> of(UUID slotId) {
        Map<Integer, Long> ofSlot = seats.get(slotId);
        if (ofSlot == null) {
            return Set.of();
        }
        long now = clock.now().toEpochMilli();
        ofSlot.values().removeIf(end -> end <= now);
        if (ofSlot.isEmpty()) {
            seats.remove(slotId);
        }
        return ofSlot.keySet();
    }

    /** How long from now until an insert with this deadline can no longer land. */
    long millisLeft(long deadlineMillis) {
        return Math.max(1, deadlineMillis + afterDeadlineMillis() - clock.now().toEpochMilli());
    }

    /** How long after its deadline an insert may still land. */
    long afterDeadlineMillis() {
        return longestStatementMillis + MARGIN_MILLIS;
    }
}
