package org.creneau.desk;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.BookingClient;
import org.creneau.booking.Bookings;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.ForOthers;
import org.creneau.desk.BookingsFor.Book;
import org.creneau.desk.BookingsFor.Cancel;
import org.creneau.desk.BookingsFor.Reschedule;
import org.creneau.desk.ClientReads.Booked;
import org.jspecify.annotations.Nullable;

/**
 * Books, cancels and moves for clients: in slots of an organisation for which the employee works, for clients whose file
 * the employee may use. The way to the seat is everybody's.
 */
record BookingDesk(Access access, ClientReads clients, DeskSlots slots, BookingClient bookings) {

    Future<BookResult> book(Book command) {
        Actor by = command.by();
        return slots.organisation(command.slotId())
                .compose(organisation -> maySee(by, command.clientId(), organisation))
                .compose(may -> may
                        ? bookings.book(new Bookings.Book(
                                command.clientId(),
                                command.slotId(),
                                by.id(),
                                Sources.of(by),
                                key(by, command.requestKey())))
                        : Future.succeededFuture(new BookResult.NoSuchSlot()));
    }

    /** The client's own keys, and those of others, are other names for other attempts. */
    private static @Nullable String key(Actor by, @Nullable String requestKey) {
        return requestKey == null ? null : ForOthers.requestKey("book", by, requestKey);
    }

    Future<CancelResult> cancel(Cancel command) {
        return owner(command.by(), command.bookingId())
                .compose(owner -> owner.isPresent()
                        ? bookings.cancel(new Bookings.Cancel(
                                owner.get(), command.bookingId(), command.by().id(), Sources.of(command.by())))
                        : Future.succeededFuture(new CancelResult.NotFound()));
    }

    /** Where it goes need not be looked at: it stays with its organisation. */
    Future<RescheduleResult> reschedule(Reschedule command) {
        return owner(command.by(), command.bookingId())
                .compose(owner -> owner.isPresent()
                        ? bookings.reschedule(new Bookings.Reschedule(
                                owner.get(),
                                command.bookingId(),
                                command.slotId(),
                                command.by().id(),
                                Sources.of(command.by())))
                        : Future.succeededFuture(new RescheduleResult.NotFound()));
    }

    /** Whose booking it is; empty when it is none of the employee's business. */
    private Future<Optional<UUID>> owner(Actor by, UUID bookingId) {
        return clients.booked(bookingId).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            Booked booked = found.get();
            return maySee(by, booked.clientId(), Optional.of(booked.organisation()))
                    .map(may -> may ? Optional.of(booked.clientId()) : Optional.empty());
        });
    }

    private Future<Boolean> maySee(Actor by, UUID clientId, Optional<String> organisation) {
        if (organisation.isEmpty() || !Access.worksFor(by, organisation.get())) {
            return Future.succeededFuture(false);
        }
        return access.mayUseFile(by, clientId)
                .compose(may -> may ? clients.isThere(clientId) : Future.succeededFuture(false));
    }
}
