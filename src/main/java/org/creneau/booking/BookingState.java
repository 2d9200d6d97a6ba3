package org.creneau.booking;

/** The states of a booking (guide 5.2). HELD and WITHDRAWN occupy a seat without being anybody's appointment. */
public enum BookingState {
    HELD,
    BOOKED,
    /** <i>Annulé</i>. */
    CANCELLED,
    /** <i>Reporté</i>. */
    RESCHEDULED,
    /** <i>Passé</i>: over, not yet marked. */
    ENDED,
    /** <i>Complété</i>. */
    COMPLETED,
    /** <i>Manqué</i>. */
    MISSED,
    WITHDRAWN;

    /** Whether a booking in this state has its seat; the same list as in the index {@code booking_seat}. */
    public boolean occupiesSeat() {
        return this != CANCELLED && this != RESCHEDULED;
    }
}
