package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings;
import org.creneau.core.Ids;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.jspecify.annotations.Nullable;

/** A client's own bookings. */
final class BookingRoutes {

    private final Requests requests;
    private final BookingClient bookings;
    private final BookingOutcomes outcomes;

    BookingRoutes(Requests requests, BookingClient bookings, Problems problems, SlotTexts slots) {
        this.requests = requests;
        this.bookings = bookings;
        this.outcomes = new BookingOutcomes(problems, new BookingJson(slots, BookingJson.Reader.CLIENT));
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "createBooking", this::create,
                "listBookings", this::list,
                "getBooking", call -> requests.withId(call, "bookingId", id -> find(call, id)),
                "cancelBooking", call -> requests.withId(call, "bookingId", id -> cancel(call, id)),
                "rescheduleBooking", call -> requests.withId(call, "bookingId", id -> reschedule(call, id)));
    }

    private Future<Reply> create(Call call) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        if (slot.isEmpty()) {
            return requests.notFound(call);
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

    private Future<Reply> find(Call call, UUID id) {
        return bookings.find(new Bookings.Find(call.clientId(), id)).map(result -> outcomes.found.reply(result, call));
    }

    private Future<Reply> cancel(Call call, UUID id) {
        return bookings.cancel(
                        new Bookings.Cancel(call.clientId(), id, call.actor().id(), BookingSource.CLIENT))
                .map(result -> outcomes.cancelled.reply(result, call));
    }

    private Future<Reply> reschedule(Call call, UUID id) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        if (slot.isEmpty()) {
            return requests.notFound(call);
        }
        return bookings.reschedule(new Bookings.Reschedule(
                        call.clientId(), id, slot.get(), call.actor().id(), BookingSource.CLIENT))
                .map(result -> outcomes.rescheduled.reply(result, call));
    }
}
