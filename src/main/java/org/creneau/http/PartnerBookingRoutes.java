package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.ForOthers;
import org.creneau.core.Address;
import org.creneau.core.Ids;

/** What partners' systems do with their clients' bookings. */
final class PartnerBookingRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final BookingOutcomes bookings;
    private final HoldOutcomes holds;
    private final PartnerBatch batches;

    PartnerBookingRoutes(Vertx vertx, long timeoutMillis, Problems problems, SlotTexts slots) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
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
            return notFound(call);
        }
        ForOthers.Hold command = new ForOthers.Hold(request.get(), call.body().getInteger("minutes"));
        return ask(ForOthers.HOLD, command).map(result -> bookings.booked.reply(result, call));
    }

    private Future<Reply> confirm(Call call) {
        return withPath(
                call,
                "holdId",
                id -> ask(ForOthers.CONFIRM, new ForOthers.Confirm(call.actor(), id))
                        .map(result -> holds.confirmed.reply(result, call)));
    }

    private Future<Reply> release(Call call) {
        return withPath(
                call,
                "holdId",
                id -> ask(ForOthers.RELEASE, new ForOthers.Release(call.actor(), id))
                        .map(result -> holds.released.reply(result, call)));
    }

    private Future<Reply> book(Call call) {
        Optional<ForOthers.Book> request = request(call);
        return request.isEmpty()
                ? notFound(call)
                : ask(ForOthers.BOOK, request.get()).map(result -> bookings.booked.reply(result, call));
    }

    private Future<Reply> batch(Call call) {
        return batches.answer(call, command -> ask(ForOthers.BATCH, command));
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
        return ask(ForOthers.LIST, command).map(result -> bookings.listed.reply(result, call));
    }

    private Future<Reply> find(Call call) {
        return withPath(
                call,
                "bookingId",
                id -> ask(ForOthers.FIND, new ForOthers.Find(call.actor(), id))
                        .map(result -> bookings.found.reply(result, call)));
    }

    private Future<Reply> cancel(Call call) {
        return withPath(
                call,
                "bookingId",
                id -> ask(ForOthers.CANCEL, new ForOthers.Cancel(call.actor(), id, source(call.body())))
                        .map(result -> bookings.cancelled.reply(result, call)));
    }

    private Future<Reply> reschedule(Call call) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        return slot.isEmpty()
                ? notFound(call)
                : withPath(
                        call,
                        "bookingId",
                        id -> ask(
                                        ForOthers.RESCHEDULE,
                                        new ForOthers.Reschedule(call.actor(), id, slot.get(), source(call.body())))
                                .map(result -> bookings.rescheduled.reply(result, call)));
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

    private <C, R> Future<R> ask(Address<C, R> address, C command) {
        return address.request(vertx, command, timeoutMillis);
    }

    private Future<Reply> withPath(Call call, String name, Function<UUID, Future<Reply>> then) {
        Optional<UUID> id = Ids.parse(call.path(name));
        return id.isEmpty() ? notFound(call) : then.apply(id.get());
    }

    /** An id that cannot be one of ours. */
    private Future<Reply> notFound(Call call) {
        return Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang()));
    }
}
