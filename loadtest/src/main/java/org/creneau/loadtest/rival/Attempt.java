package org.creneau.loadtest.rival;

import org.creneau.booking.Booking;
import org.creneau.booking.Bookings.BookResult;

/** What became of one attempt to take a seat. */
sealed interface Attempt {

    /** The booking is committed. */
    record Made(Booking booking) implements Attempt {}

    /** It is not there, and this is the answer. */
    record Refused(BookResult answer) implements Attempt {}

    /** It is not there, and what stood in the way is gone: try again. */
    record Again() implements Attempt {}
}
