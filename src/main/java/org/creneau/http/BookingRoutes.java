package org.creneau.http;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.core.Ids;
import org.jspecify.annotations.Nullable;

/** A client's own bookings. */
final class BookingRoutes {

    private final BookingClient bookings;
    private final Problems problems;
    private final BookingOutcomes outcomes;

    BookingRoutes(BookingClient bookings, Problems problems, SlotTexts slots) {
        this.bookings = bookings;
        this.problems = problems;
        this.outcomes = new BookingOutcomes(problems, new BookingJson(slots, BookingJson.Reader.CLIENT));
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "createBooking", this::create,
                "listBookings", this::list,
                "getBooking", this::find,
                "cancelBooking", this::cancel,
                "rescheduleBooking", this::reschedule);
    }

    private Future<Reply> create(Call call) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        if (slot.isEmpty()) {
            return notFound(call);
        }
        return bookings.book(new Bookings.Book(
                        call.clientId(),
                        slot.get(),
                        call.actor().id(),
                        BookingSource.CLIENT,
                        call.text("Idempotency-Key")))
                .map(result -> outcomes.booked.reply(result, call));
    }

    private Future<Reply> list(Call call) {
        return bookings.list(new Bookings.List(call.clientId(), state(call), call.whole("limit"), call.text("cursor")))
                .map(result -> outcomes.listed.reply(result, call));
    }

    private static @Nullable BookingState state(Call call) {
        String state = call.text("state");
        return state == null ? null : BookingState.valueOf(state);
    }

    private Future<Reply> find(Call call) {
        Optional<UUID> id = Ids.parse(call.path("bookingId"));
        if (id.isEmpty()) {
            return notFound(call);
        }
        return bookings.find(new Bookings.Find(call.clientId(), id.get()))
                .map(result -> outcomes.found.reply(result, call));
    }

    private Future<Reply> cancel(Call call) {
        Optional<UUID> id = Ids.parse(call.path("bookingId"));
        if (id.isEmpty()) {
            return notFound(call);
        }
        return bookings.cancel(new Bookings.Cancel(
                        call.clientId(), id.get(), call.actor().id(), BookingSource.CLIENT))
                .map(result -> outcomes.cancelled.reply(result, call));
    }

    private Future<Reply> reschedule(Call call) {
        Optional<UUID> id = Ids.parse(call.path("bookingId"));
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        if (id.isEmpty() || slot.isEmpty()) {
            return notFound(call);
        }
        return bookings.reschedule(new Bookings.Reschedule(
                        call.clientId(), id.get(), slot.get(), call.actor().id(), BookingSource.CLIENT))
                .map(result -> outcomes.rescheduled.reply(result, call));
    }

    /** An id that cannot be one of ours. */
    private Future<Reply> notFound(Call call) {
        return Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang()));
    }
}
