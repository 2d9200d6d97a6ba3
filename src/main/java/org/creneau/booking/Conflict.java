package org.creneau.booking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL has in place of a booking that it did not take.
 *
 * @param own the booking itself: it is there after all
 * @param sameKey an earlier booking under the same request key
 * @param active the client's active booking of the same appointment type
 * @param overlapping whether the client has a booking of another type at the same time
 * @param notEligible whether the type has rules and none of them holds for the client
 * @param incomplete whether the type needs the complementary information and the client has not given it
 * @param sameSeat who has the seat
 * @param slot null when there is no such slot
 * @param now PostgreSQL's clock
 */
record Conflict(
        @Nullable Booking own,
        @Nullable Booking sameKey,
        @Nullable UUID active,
        boolean overlapping,
        boolean notEligible,
        boolean incomplete,
        @Nullable Occupied sameSeat,
        @Nullable SlotFacts slot,
        Instant now) {

    /** Whether the slot takes nobody (any more): unknown, closed, cancelled or begun. */
    boolean slotClosed() {
        return slot == null || !slot.published() || !slot.start().isAfter(now);
    }

    /** When the slot opens, if it has not opened yet. */
    Optional<Instant> opensLater() {
        return Optional.ofNullable(slot).map(SlotFacts::opensAt).filter(opensAt -> opensAt.isAfter(now));
    }

    /** @param clientId null for a seat that is withdrawn */
    record Occupied(UUID bookingId, @Nullable UUID clientId) {}

    /** The slot row, as it is now. */
    record SlotFacts(boolean published, Instant start, Instant opensAt, int capacity) {}
}
