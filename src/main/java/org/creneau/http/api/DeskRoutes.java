package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.access.Actor;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.ForOthers;
import org.creneau.core.Ids;
import org.creneau.desk.AuditTrail;
import org.creneau.desk.Clients;
import org.creneau.desk.Notes;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.jspecify.annotations.Nullable;

/** What employees do for clients: find them, open the file, note, book, cancel, move, release; and what the audit log says. */
final class DeskRoutes {

    private final Requests requests;
    private final DeskOutcomes outcomes;

    DeskRoutes(Requests requests, Problems problems, SlotTexts slots) {
        this.requests = requests;
        this.outcomes = new DeskOutcomes(problems, slots);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "findClients", this::find,
                "getClientFile", call -> onClient(call, client -> open(call, client)),
                "listClientBookings", call -> onClient(call, client -> listBookings(call, client)),
                "bookForClient", call -> onClient(call, client -> book(call, client)),
                "listNotes", call -> onClient(call, client -> listNotes(call, client)),
                "createNote", call -> onClient(call, client -> createNote(call, client)),
                "releaseHoldForClient", call -> requests.withId(call, "holdId", hold -> release(call, hold)),
                "cancelForClient", call -> requests.withId(call, "bookingId", booking -> cancel(call, booking)),
                "rescheduleForClient", call -> requests.withId(call, "bookingId", booking -> reschedule(call, booking)),
                "listAuditEntries", this::searchAuditLog);
    }

    private Future<Reply> find(Call call) {
        JsonObject body = call.body();
        String reference = body.getString("referenceNumber");
        String birthDate = body.getString("birthDate");
        Clients.Criteria criteria = new Clients.Criteria(
                body.getString("clientNumber"),
                reference == null ? null : reference.toUpperCase(Locale.ROOT),
                body.getString("email"),
                body.getString("familyName"),
                body.getString("givenName"),
                birthDate == null ? null : LocalDate.parse(birthDate));
        return requests.send(call, Clients.FIND, new Clients.Find(call.actor(), criteria), outcomes.found::reply);
    }

    private Future<Reply> open(Call call, UUID client) {
        return requests.send(call, Clients.OPEN, new Clients.Open(call.actor(), client), outcomes.opened::reply);
    }

    private Future<Reply> listBookings(Call call, UUID client) {
        String state = call.text("state");
        Clients.ListBookings command = new Clients.ListBookings(
                call.actor(),
                client,
                state == null ? null : BookingState.valueOf(state),
                call.whole("limit"),
                call.text("cursor"));
        return requests.send(call, Clients.LIST_BOOKINGS, command, outcomes.listed::reply);
    }

    private Future<Reply> book(Call call, UUID client) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        return slot.isEmpty()
                ? requests.notFound(call)
                : requests.send(
                        call,
                        ForOthers.BOOK,
                        new ForOthers.Book(
                                call.actor(), client, slot.get(), asProvider(call), call.text("Idempotency-Key")),
                        outcomes::booked);
    }

    private Future<Reply> release(Call call, UUID hold) {
        ForOthers.Release command = new ForOthers.Release(call.actor(), hold, asProvider(call));
        return requests.send(call, ForOthers.RELEASE, command, outcomes.released);
    }

    private Future<Reply> cancel(Call call, UUID booking) {
        ForOthers.Cancel command = new ForOthers.Cancel(call.actor(), booking, asProvider(call));
        return requests.send(call, ForOthers.CANCEL, command, outcomes::cancelled);
    }

    private Future<Reply> reschedule(Call call, UUID booking) {
        Optional<UUID> slot = Ids.parse(call.body().getString("slotId"));
        return slot.isEmpty()
                ? requests.notFound(call)
                : requests.send(
                        call,
                        ForOthers.RESCHEDULE,
                        new ForOthers.Reschedule(call.actor(), booking, slot.get(), asProvider(call)),
                        outcomes::rescheduled);
    }

    private static BookingSource asProvider(Call call) {
        return BookingSource.provider(call.actor());
    }

    private Future<Reply> listNotes(Call call, UUID client) {
        Notes.List command = new Notes.List(employee(call), client, call.whole("limit"), call.text("cursor"));
        return requests.send(call, Notes.LIST, command, outcomes.notes::reply);
    }

    private Future<Reply> createNote(Call call, UUID client) {
        Notes.Add command = new Notes.Add(employee(call), client, call.body().getString("text"));
        return requests.send(call, Notes.ADD, command, outcomes.noted::reply);
    }

    private Future<Reply> searchAuditLog(Call call) {
        AuditTrail.Search command = new AuditTrail.Search(
                call.actor(),
                id(call.text("client")),
                id(call.text("actor")),
                call.text("action"),
                call.date("from"),
                call.date("to"),
                call.whole("limit"),
                call.text("cursor"));
        return requests.send(call, AuditTrail.SEARCH, command, outcomes.audited::reply);
    }

    /** Of a form that the contract has checked. */
    private static @Nullable UUID id(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private static Actor.Staff employee(Call call) {
        return (Actor.Staff) call.actor();
    }

    private Future<Reply> onClient(Call call, Function<UUID, Future<Reply>> then) {
        return requests.withId(call, "clientId", then);
    }
}
