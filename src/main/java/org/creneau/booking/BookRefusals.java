package org.creneau.booking;

import java.util.Optional;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.BookResult.AlreadyBooked;
import org.creneau.booking.Bookings.BookResult.Incomplete;
import org.creneau.booking.Bookings.BookResult.NotEligible;
import org.creneau.booking.Bookings.BookResult.NotOpen;
import org.creneau.booking.Bookings.BookResult.Overlapping;
import org.creneau.booking.Bookings.BookResult.SlotClosed;

/** What a client is told whose booking PostgreSQL did not take, for reasons that another seat would not mend. */
final class BookRefusals {

    private BookRefusals() {}

    /** The causes in the order in which they count; empty: the seat was the reason, or time. */
    static Optional<BookResult> of(Conflict conflict) {
        if (conflict.active() != null) {
            return Optional.of(new AlreadyBooked());
        }
        if (conflict.slotClosed()) {
            return Optional.of(new SlotClosed());
        }
        Optional<BookResult> later = conflict.opensLater().map(NotOpen::new);
        return later.isPresent() ? later : ofClient(conflict);
    }

    /** What the client, not the slot, stands in the way with. */
    private static Optional<BookResult> ofClient(Conflict conflict) {
        if (conflict.notEligible()) {
            return Optional.of(new NotEligible());
        }
        if (conflict.incomplete()) {
            return Optional.of(new Incomplete());
        }
        return conflict.overlapping() ? Optional.of(new Overlapping()) : Optional.empty();
    }
}
