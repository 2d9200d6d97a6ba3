package org.creneau.booking;

import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does with the bookings of others: with those in the slots of an organisation that the actor works for, of
 * clients whose file the actor may use (guide 4.9). Whatever else there is, is not there for the actor, nor is a client who
 * is being erased.
 *
 * <p>The provider of the service (guide 5.2: « Ministère », « Partenaire ») is not bound by the deadlines of online clients,
 * nor by whether a type can be cancelled or moved online; what it takes to book holds for everybody: an open slot with a seat
 * left, the type's rules, no second booking of the type and none at the same time. Whoever should be admitted beyond the
 * rules is admitted by a rule. Served by {@link ForOthersVerticle}.
 */
public final class ForOthers {

    public static final Address<Book, BookResult> BOOK = new Address<>("for-others.book");
    public static final Address<Batch, BatchResult> BATCH = new Address<>("for-others.batch");
    public static final Address<Hold, BookResult> HOLD = new Address<>("for-others.hold");
    public static final Address<Confirm, ConfirmResult> CONFIRM = new Address<>("for-others.confirm");
    public static final Address<Release, ReleaseResult> RELEASE = new Address<>("for-others.release");
    public static final Address<Cancel, CancelResult> CANCEL = new Address<>("for-others.cancel");
    public static final Address<Reschedule, RescheduleResult> RESCHEDULE = new Address<>("for-others.reschedule");
    public static final Address<Find, FindResult> FIND = new Address<>("for-others.find");
    public static final Address<List, ListResult> LIST = new Address<>("for-others.list");

    private ForOthers() {}

    /**
     * Takes a seat for a client.
     *
     * @param source CLIENT: the actor acts for the client, whose rules and deadlines hold; else as the provider
     * @param key the actor's name for this request, unique among the actor's bookings for this client; null: it has none
     */
    public record Book(
            Actor actor,
            UUID clientId,
            UUID slotId,
            BookingSource source,
            @Nullable String key) {}

    /** Many at once, each by itself: 1 to 100. Those of one client are made in order. */
    public record Batch(Actor actor, java.util.List<Book> requests) {
        public Batch {
            requests = java.util.List.copyOf(requests);
        }
    }

    /** The answer to {@link Batch}, in the order of the requests. */
    public record BatchResult(java.util.List<Outcome> outcomes) {
        public BatchResult {
            outcomes = java.util.List.copyOf(outcomes);
        }
    }

    /** What became of one of many. */
    public sealed interface Outcome {
        record Answered(BookResult result) implements Outcome {}

        /** It is not known; see {@link Address}. */
        record Unknown(Throwable cause) implements Outcome {}
    }

    /**
     * Takes a seat for a client for a while.
     *
     * @param request its key is one of its own kind: the same for a booking is another one
     * @param minutes 1 or more, cut to the longest that is set; null: as set
     */
    public record Hold(Book request, @Nullable Integer minutes) {}

    /** Makes a booking of what is held. */
    public record Confirm(Actor actor, UUID holdId) {}

    /**
     * Gives back what is held.
     *
     * @param source as whom the actor does it; null: as whom it is held
     */
    public record Release(
            Actor actor, UUID holdId, @Nullable BookingSource source) {}

    /** Cancels a client's booking. */
    public record Cancel(Actor actor, UUID bookingId, BookingSource source) {}

    /** Moves a client's booking. */
    public record Reschedule(Actor actor, UUID bookingId, UUID slotId, BookingSource source) {}

    /** One booking, or something that is or was held. */
    public record Find(Actor actor, UUID bookingId) {}

    /**
     * Bookings, and what is or was held, in one slot or of one client, or both; newest first. A page may have fewer than
     * asked for although more follow: what the actor may not see is left out.
     *
     * @param slotId null: in all slots of the organisation; then the client is needed
     * @param clientId null: of all clients who let the organisation use their file
     * @param state only those in this state; null: all
     * @param limit 1 to 100
     */
    public record List(
            Actor actor,
            @Nullable UUID slotId,
            @Nullable UUID clientId,
            @Nullable BookingState state,
            int limit,
            @Nullable String cursor) {}
}
