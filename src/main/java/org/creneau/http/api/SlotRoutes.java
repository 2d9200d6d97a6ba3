package org.creneau.http.api;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import org.creneau.http.Call;
import org.creneau.http.LeftListeners;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.slot.Slots;

/** Slot search. */
final class SlotRoutes {

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<Slots.SearchResult> searched;
    private final Outcomes<Slots.FindResult> found;
    private final LeftListeners listeners;

    SlotRoutes(Requests requests, Problems problems, SlotTexts slots, LeftListeners listeners) {
        this.requests = requests;
        this.problems = problems;
        this.listeners = listeners;
        this.searched = Outcomes.of(Slots.SearchResult.class)
                .on(Slots.SearchResult.Found.class, (result, call) -> slots.reply(result.page(), call.lang()))
                .on(
                        Slots.SearchResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        this.found = Outcomes.of(Slots.FindResult.class)
                .on(Slots.FindResult.Found.class, (result, call) -> slots.reply(result.slot(), call.lang()))
                .on(Slots.FindResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of("listSlots", this::search, "getSlot", this::find, "watchSlots", this::watch);
    }

    private Future<Reply> search(Call call) {
        return asked(call, command -> requests.send(call, Slots.SEARCH, command, searched));
    }

    private Future<Reply> watch(Call call) {
        return asked(
                call,
                search -> listeners
                        .open(call.request(), search, call.text("Last-Event-ID"))
                        .map(Reply::stream));
    }

    /** What is searched for, if its days are in order. A stream has no pages, and so no cursor. */
    private Future<Reply> asked(Call call, Function<Slots.Search, Future<Reply>> answer) {
        LocalDate from = call.date("from");
        LocalDate to = call.date("to");
        if (from != null && to != null && to.isBefore(from)) {
            return Future.succeededFuture(problems.validation("?to", "before-from", call.lang()));
        }
        return answer.apply(new Slots.Search(
                call.text("type"),
                call.text("city"),
                call.text("organisation"),
                from,
                to,
                call.truth("available"),
                call.whole("limit"),
                call.text("cursor")));
    }

    private Future<Reply> find(Call call) {
        return requests.withId(call, "slotId", id -> requests.send(call, Slots.FIND, new Slots.Find(id), found));
    }
}
