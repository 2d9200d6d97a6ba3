package org.creneau.booking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.seat.SeatHead;

/**
 * How often the sweeper looks at a slot, and how closely: small slots every time and seat by seat; large ones less often,
 * and by their numbers alone as long as nothing is pending and the numbers agree. Whatever a dead node left behind is
 * mended within ten seconds all the same.
 *
 * <p>Belongs to one event loop.
 */
final class SweepPace {

    /** A slot with fewer seats taken is compared seat by seat whenever it is looked at. */
    private static final int LARGE = 1_000;

    /**
     * How long a slot is left alone after a look, for each of its seats. Seat by seat it costs all three processes
     * together some 10 microseconds a seat, so this keeps the sweep of a slot with thousands of seats to about a hundredth
     * of a core.
     */
    private static final long NANOS_PER_SEAT = TimeUnit.MICROSECONDS.toNanos(800);

    /** With leases that may turn out lost, and without. */
    private static final long LONGEST_REST_LEASES_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(8);

    /** A large slot is compared seat by seat at least this often: numbers do not tell whose seats they are. */
    private static final long CLOSELY_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final int MAX_SLOTS = 100_000;

    private final long everyNanos;

    /** When the large slots are to be looked at again, on this JVM's clock. */
    private final Map<UUID, Long> notBeforeNanos = new HashMap<>();

    /** When the large slots were last compared seat by seat, or first seen. */
    private final Cache<UUID, Long> comparedNanos =
            Caffeine.newBuilder().maximumSize(MAX_SLOTS).executor(Runnable::run).build();

    SweepPace(long everyMillis) {
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    }

    /** The slots that are left alone for now. */
    Set<UUID> resting(long nowNanos) {
        notBeforeNanos.values().removeIf(notBefore -> nowNanos - notBefore >= 0);
        return notBeforeNanos.keySet();
    }

    /** Whether its numbers alone are enough for now. */
    boolean numbersAreEnough(UUID slotId, SeatHead head, long nowNanos) {
        if (head.taken() < LARGE || head.leases() > 0) {
            return false;
        }
        Long compared = comparedNanos.getIfPresent(slotId);
        if (compared == null) {
            comparedNanos.put(slotId, nowNanos);
        }
        return compared == null || nowNanos - compared < CLOSELY_NANOS;
    }

    /** After a look at the numbers. */
    void looked(UUID slotId, int seats, long nowNanos) {
        rest(slotId, seats, LONGEST_REST_NANOS, nowNanos);
    }

    /** After a comparison seat by seat. */
    void compared(SeatAudit.Findings found, long nowNanos) {
        if (found.seats() >= LARGE) {
            comparedNanos.put(found.slotId(), nowNanos);
        }
        rest(
                found.slotId(),
                found.seats(),
                found.pending() > 0 ? LONGEST_REST_LEASES_NANOS : LONGEST_REST_NANOS,
                nowNanos);
    }

    private void rest(UUID slotId, int seats, long longestNanos, long nowNanos) {
        long rest = Math.min(seats * NANOS_PER_SEAT, longestNanos);
        if (rest > everyNanos) {
            notBeforeNanos.put(slotId, nowNanos + rest);
        }
    }
}
