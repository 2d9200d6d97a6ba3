package org.creneau.booking;

import java.util.UUID;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.Details;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/**
 * Seats that are kept for a client for a while: taken like any other, and given back at the second at which the while is
 * over, unless they are confirmed before. Clients do not see them. Asked through {@link HoldClient}.
 */
public final class Holds {

    static final Address<Hold, BookResult> HOLD = new Address<>("booking.hold");
    static final Address<Confirm, ConfirmResult> CONFIRM = new Address<>("booking.confirm-hold");
    static final Address<Release, ReleaseResult> RELEASE = new Address<>("booking.release-hold");
    static final Address<List, Held> LIST = new Address<>("booking.list-held");

    private Holds() {}

    /**
     * Takes a seat for a while: all the rules of a booking hold, and the answer is one in the state HELD. Its source is
     * that of the booking to be.
     *
     * @param seconds from when it is recorded, 1 or more
     */
    public record Hold(Bookings.Book request, int seconds) {}

    /**
     * Makes a booking of what is held. Repeated it answers the same.
     *
     * @param actor who does it, for the history
     */
    public record Confirm(UUID clientId, UUID holdId, UUID actor) {}

    /** The answer to {@link Confirm}. */
    public sealed interface ConfirmResult {
        /** Now or before; as it is by now, which may be cancelled. */
        record Confirmed(Details details) implements ConfirmResult {}

        record NotFound() implements ConfirmResult {}

        /** The time is over, by PostgreSQL's clock, or it was released. */
        record Over() implements ConfirmResult {}

        /** The slot was closed or cancelled meanwhile, or has begun. */
        record SlotClosed() implements ConfirmResult {}
    }

    /**
     * Gives back what is held. Repeated, or after its end, it answers the same.
     *
     * @param actor who does it, for the history
     * @param source for whom the actor does it (guide 5.2)
     */
    public record Release(UUID clientId, UUID holdId, UUID actor, BookingSource source) {}

    /** The answer to {@link Release}. */
    public sealed interface ReleaseResult {
        record Released(Details details) implements ReleaseResult {}

        record NotFound() implements ReleaseResult {}

        /** It is a booking by now, which can be cancelled. */
        record WasConfirmed() implements ReleaseResult {}
    }

    /**
     * What is held for the client now, newest first; one of each appointment type at the most.
     *
     * @param organisation only in its slots; null: in anybody's
     */
    public record List(UUID clientId, @Nullable String organisation) {}

    /** The answer to {@link List}: up to 100. */
    public record Held(java.util.List<Details> items) {
        public Held {
            items = java.util.List.copyOf(items);
        }
    }
}
