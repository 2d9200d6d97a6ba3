package org.creneau.booking;

import java.util.UUID;

/** What Redis, the memory of what it said, or in its absence PostgreSQL says about a seat for a booking. */
sealed interface Reservation {

    /**
     * A seat, to be recorded before the deadline.
     *
     * @param deadlineMillis by PostgreSQL's clock, milliseconds since 1970
     * @param leased whether Redis keeps it until then; if not, PostgreSQL alone decides who gets it
     */
    record Reserved(int seat, long deadlineMillis, boolean leased) implements Reservation {}

    /** @param hadOne whether the client had a booking in this slot that is over, or may have one */
    record Full(boolean hadOne) implements Reservation {}

    /**
     * The client has a seat in this slot by another booking.
     *
     * @param lease whether, as far as Redis knows, that booking is not recorded yet; it may be at any moment
     */
    record Holding(UUID bookingId, boolean lease) implements Reservation {}
}
