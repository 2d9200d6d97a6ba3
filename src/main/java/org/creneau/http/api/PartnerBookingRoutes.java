package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.ForOthers;
import org.creneau.core.Ids;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;

/** What partners' systems do with their clients' bookings. */
final class PartnerBookingRoutes {

    private final Requests requests;
    private final Problems problems;
    private final BookingOutcomes bookings;
    private final HoldOutcomes holds;
    private final PartnerBatch batches;

    PartnerBookingRoutes(Requests requests, Problems problems, SlotTexts slots) {
        this.requests = requests;
        this.problems = problems;
        BookingJson json = new BookingJson(slots, BookingJson.Reader.PARTNER);
        this.bookings = new BookingOutcomes(problems, json);
        this.holds = new HoldOutcomes(problems, json);
        this.batches = new PartnerBatch(problems, bookings);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "createPartnerHold", this::hold,
                "confirmPartnerHold", this::confirm,
                "releasePartnerHold", this::release,
                "createPartnerBooking", this::book,
                "createPartnerBookings", this::batch,
                "listPartnerBookings", this::list,
                "getPartnerBooking", this::find,
                "cancelPartnerBooking", this::cancel,
                "reschedulePartnerBooking", this::reschedule);
    }

    private Future<Reply> hold(Call call) {
        Optional<ForOthers.Book> request = request(call);
        if (request.isEmpty()) {
            return requests.notFound(call);
        }
        ForOthers.Hold command = new ForOthers.Hold(request.get(), call.body().getInteger("minutes"));
        return requests.send(call, ForOthers.HOLD, command, bookings.booked);
    }

    private Future<Reply> confirm(Call call) {
        return requests.withId(
                call,
                "holdId",
                id -> requests.send(call, ForOthers.CONFIRM, new ForOthers.Confirm(call.actor(), id), holds.confirmed));
    }

    private Future<Reply> release(Call call) {
        return requests.withId(
                call,
                "holdId",
                id -> requests.send(
                        call, ForOthers.RELEASE, new ForOthers.Release(call.actor(), id, null), holds.released));
    }

    private Future<Reply> book(Call call) {
        Optional<ForOthers.Book> request = request(call);
        return request.isEmpty()
                ? requests.notFound(call)
                : requests.send(call, ForOthers.BOOK, request.get(), bookings.booked);
    }

    private Future<Reply> batch(Call call) {
        return batches.answer(call, command -> requests.ask(ForOthers.BATCH, command));
    }

    private Future<Reply> list(Call call) {
        String slot = call.text("slot");
        String client = call.text("client");
        String state = call.text("state");
        if (slot == null && client == null) {
            return Future.succeededFuture(problems.validation("?slot", "required", call.lang()));
        }
        // An id that cannot be one of ours is nobody's.
        UUID slotId = slot == null ? null : Ids.parse(slot).orElse(PartnerBatch.NOBODY);
        UUID clientId = client == null ? null : Ids.parse(client).orElse(PartnerBatch.NOBODY);
        ForOthers.List command = new ForOthers.List(
                call.actor(),
                slotId,
                clientId,
                state == null ? null : BookingState.valueOf(state),
                call.whole("limit"),
                call.text("cursor"));
        return requests.send(call, ForOthers.LIST, command, bookings.listed);
    }

    private Future<Reply> find(Call call) {
        return requests.withId(
                call,
                "bookingId",
                id -> requests.send(call, ForOthers.FIND, new ForOthers.Find(call.actor(), id), bookings.found));
    }

    private Future<Reply> cancel(Call call) {
        return requests.withId(
                call,
                "bookingId",
                id -> requests.send(
                        call,
                        ForOthers.CANCEL,
                        new ForOthers.Cancel(call.actor(), id, source(call.body())),
                        bookings.cancelled));
    }

    private Future<Reply> reschedule(Call call) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        return slot.isEmpty()
                ? requests.notFound(call)
                : requests.withId(
                        call,
                        "bookingId",
                        id -> requests.send(
                                call,
                                ForOthers.RESCHEDULE,
                                new ForOthers.Reschedule(call.actor(), id, slot.get(), source(call.body())),
                                bookings.rescheduled));
    }

    private static Optional<ForOthers.Book> request(Call call) {
        String key = Objects.requireNonNull(call.text("Idempotency-Key"));
        Optional<UUID> client = Ids.parse(call.body().getString("clientId"));
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        return client.isEmpty() || slot.isEmpty()
                ? Optional.empty()
                : Optional.of(new ForOthers.Book(call.actor(), client.get(), slot.get(), source(call.body()), key));
    }

    /** For whom the partner acts; where that may be left out, for the client. */
    static BookingSource source(JsonObject body) {
        return BookingSource.valueOf(body.getString("as", BookingSource.CLIENT.name()));
    }
}
