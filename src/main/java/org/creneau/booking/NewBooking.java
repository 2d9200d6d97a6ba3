package org.creneau.booking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booking on its way into PostgreSQL. It keeps its id and seat however often the insert is repeated.
 *
 * @param typeId of the slot, as this node knows it; PostgreSQL takes the slot's own, and it never changes
 * @param actor who makes it, for the history
 * @param holdSeconds how long the seat is merely held, from when it goes in; 0: it is booked
 * @param deadlineMillis by PostgreSQL's clock, in milliseconds since 1970: later the insert does nothing
 */
record NewBooking(
        UUID id,
        UUID slotId,
        int seat,
        UUID clientId,
        String typeId,
        UUID actor,
        BookingSource source,
        @Nullable String requestKey,
        int holdSeconds,
        long deadlineMillis) {

    /** Whether it is a client's own booking, as nearly all are. */
    boolean plain() {
        return holdSeconds == 0 && actor.equals(clientId);
    }

    /** What it is once it went in. */
    Booking recorded(Instant at) {
        boolean held = holdSeconds > 0;
        return new Booking(
                id,
                slotId,
                seat,
                clientId,
                typeId,
                held ? BookingState.HELD : BookingState.BOOKED,
                source,
                requestKey,
                null,
                at,
                at,
                null,
                held ? at.plusSeconds(holdSeconds) : null);
    }
}
