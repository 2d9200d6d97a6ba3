package org.creneau.desk;

import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.booking.Bookings;
import org.creneau.core.Address;
import org.jspecify.annotations.Nullable;

/**
 * Employees book, cancel and move for clients, as the provider of the service (guide 5.2: « Ministère », « Partenaire »).
 * They are not bound by the deadlines of online clients, nor by whether a type can be cancelled or moved online; what it
 * takes to book holds for everybody: an open slot with a seat left, the type's rules, no second booking of the type and
 * none at the same time. Whoever should be admitted beyond the rules is admitted by a rule. Served by {@link DeskVerticle}.
 */
public final class BookingsFor {

    public static final Address<Book, Bookings.BookResult> BOOK = new Address<>("desk.bookings.book");
    public static final Address<Cancel, Bookings.CancelResult> CANCEL = new Address<>("desk.bookings.cancel");
    public static final Address<Reschedule, Bookings.RescheduleResult> RESCHEDULE =
            new Address<>("desk.bookings.reschedule");

    private BookingsFor() {}

    /**
     * A client or slot that is not the employee's business is {@link Bookings.BookResult.NoSuchSlot}.
     *
     * @param requestKey names this request among the client's; a repetition answers the same booking
     */
    public record Book(
            Actor by, UUID clientId, UUID slotId, @Nullable String requestKey) {}

    /** One that is not the employee's business is {@link Bookings.CancelResult.NotFound}. */
    public record Cancel(Actor by, UUID bookingId) {}

    /** One that is not the employee's business is {@link Bookings.RescheduleResult.NotFound}. */
    public record Reschedule(Actor by, UUID bookingId, UUID slotId) {}
}
