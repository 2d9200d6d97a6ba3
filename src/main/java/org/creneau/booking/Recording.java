package org.creneau.booking;

/** What became of a booking on its way into PostgreSQL. When that cannot be known, the future fails instead. */
sealed interface Recording {

    /** It is there, and committed. */
    record Recorded(Booking booking) implements Recording {}

    /**
     * It is not there.
     *
     * @param certain whether it also never will be; false when an attempt was lost on the way and may still land
     */
    record NotRecorded(Conflict conflict, boolean certain) implements Recording {}
}
