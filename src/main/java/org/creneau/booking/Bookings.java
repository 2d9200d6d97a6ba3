package org.creneau.booking;

import java.time.Instant;
import java.util.UUID;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/** What can be done with bookings. Served by {@link BookingVerticle}, asked through {@link BookingClient}. */
public final class Bookings {

    static final Address<Book, BookResult> BOOK = new Address<>("booking.book");
    static final Address<Cancel, CancelResult> CANCEL = new Address<>("booking.cancel");
    static final Address<Reschedule, RescheduleResult> RESCHEDULE = new Address<>("booking.reschedule");
    static final Address<Find, FindResult> FIND = new Address<>("booking.find");
    static final Address<List, ListResult> LIST = new Address<>("booking.list");

    private Bookings() {}

    /** A booking together with the slot that it is in. */
    public record Details(Booking booking, Slot slot) {}

    /**
     * Takes a seat.
     *
     * @param actor who does it, for the history: the client, an employee, or a partner's system
     * @param source for whom the actor does it (guide 5.2)
     * @param requestKey the caller's name for this request; a repetition answers the same booking
     */
    public record Book(
            UUID clientId,
            UUID slotId,
            UUID actor,
            BookingSource source,
            @Nullable String requestKey) {}

    /** The answer to {@link Book}. */
    public sealed interface BookResult {
        /** Done, now or by an earlier request with the same key. */
        record Booked(Details details) implements BookResult {}

        record SlotFull() implements BookResult {}

        /** The client has an active booking of this appointment type. */
        record AlreadyBooked() implements BookResult {}

        record NotOpen(Instant opensAt) implements BookResult {}

        /** Closed, cancelled, or begun. */
        record SlotClosed() implements BookResult {}

        record NoSuchSlot() implements BookResult {}

        /** The key was used for another slot. */
        record KeyReused() implements BookResult {}

        /** The type has rules, and none of them holds for the client (guide 5.3.1). */
        record NotEligible() implements BookResult {}

        /** The type needs the complementary information, which the client has not given (guide 5.3.5). */
        record Incomplete() implements BookResult {}

        /** The client has another booking at the same time. */
        record Overlapping() implements BookResult {}
    }

    /**
     * Gives a seat back. Cancelling what is cancelled answers the same again.
     *
     * @param actor who does it, for the history
     * @param source CLIENT: only as its type allows online; the provider may until the slot begins
     */
    public record Cancel(UUID clientId, UUID bookingId, UUID actor, BookingSource source) {}

    /** The answer to {@link Cancel}. */
    public sealed interface CancelResult {
        record Cancelled(Details details) implements CancelResult {}

        /** Unknown, or somebody else's. */
        record NotFound() implements CancelResult {}

        /** The type does not allow it online, or not so late, or it is no longer booked. */
        record NotCancellable() implements CancelResult {}
    }

    /**
     * Moves a booking to another slot of the same type, town and organisation (guide 5.5), or leaves it as it is.
     *
     * @param actor who does it, for the history
     * @param source CLIENT: only as its type allows online; the provider may until the slot begins
     */
    public record Reschedule(UUID clientId, UUID bookingId, UUID slotId, UUID actor, BookingSource source) {}

    /** The answer to {@link Reschedule}. */
    public sealed interface RescheduleResult {
        /** The booking that now stands. */
        record Rescheduled(Details details) implements RescheduleResult {}

        record NotFound() implements RescheduleResult {}

        /** Not allowed for the type, or not so late, or no longer booked: it moves nowhere. */
        record NotReschedulable() implements RescheduleResult {}

        /** The slot is of another type, town or organisation: it may move, but not there. */
        record OfAnotherKind() implements RescheduleResult {}

        record SlotFull() implements RescheduleResult {}

        /** The client has another booking at the time of the slot. */
        record Overlapping() implements RescheduleResult {}

        record NotOpen(Instant opensAt) implements RescheduleResult {}

        record SlotClosed() implements RescheduleResult {}

        record NoSuchSlot() implements RescheduleResult {}
    }

    /** One booking of this client. */
    public record Find(UUID clientId, UUID bookingId) {}

    /** The answer to {@link Find}. */
    public sealed interface FindResult {
        record Found(Details details) implements FindResult {}

        record NotFound() implements FindResult {}
    }

    /**
     * The client's bookings, past and future, newest first (guide 5.2).
     *
     * @param organisation only those in its slots; null: in anybody's
     * @param state only those in this state; null: all
     * @param limit 1 to 100
     */
    public record List(
            UUID clientId,
            @Nullable String organisation,
            @Nullable BookingState state,
            int limit,
            @Nullable String cursor) {
        /** Those in anybody's slots. */
        public List(UUID clientId, @Nullable BookingState state, int limit, @Nullable String cursor) {
            this(clientId, null, state, limit, cursor);
        }
    }

    /** The answer to {@link List}. */
    public sealed interface ListResult {
        record Found(Page<Details> page) implements ListResult {}

        record BadCursor() implements ListResult {}
    }
}
