package org.creneau.seat;

import java.util.UUID;

/** What Redis says to somebody who wants a seat. */
public sealed interface TakeAnswer {

    /** The seat is leased to the booking until its deadline. */
    record Taken(int seat) implements TakeAnswer {}

    /** @param hadOne whether the client had a booking in this slot that is over */
    record Full(boolean hadOne) implements TakeAnswer {}

    /** The slot is not in Redis, or what is there is suspect. */
    record NotLoaded() implements TakeAnswer {}

    /** The client has a seat already, by another booking; not recorded yet while {@code lease}. */
    record Holding(int seat, UUID bookingId, boolean lease) implements TakeAnswer {}
}
