package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.creneau.change.Changes;
import org.creneau.core.Address;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.slot.Slot;

/** What employees change about slots that people may be in. */
final class ChangeRoutes {

    private final Requests requests;
    private final ChangeOutcomes outcomes;

    ChangeRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.outcomes = new ChangeOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "setSlotCapacity", ofSlot(Changes.SET_CAPACITY, ChangeRoutes::capacity, outcomes.capacity),
                "closeSlot",
                        ofSlot(
                                Changes.CLOSE,
                                (call, slot) -> new Changes.Close(call.actor(), slot),
                                outcomes.publication),
                "reopenSlot",
                        ofSlot(
                                Changes.REOPEN,
                                (call, slot) -> new Changes.Reopen(call.actor(), slot),
                                outcomes.publication),
                "cancelSlot", ofSlot(Changes.CANCEL, ChangeRoutes::cancel, outcomes.begun),
                "moveSlot", ofSlot(Changes.MOVE, ChangeRoutes::move, outcomes.begun),
                "cancelDay", call -> requests.send(call, Changes.CANCEL_DAY, cancelDay(call), outcomes.begun),
                "getJob", this::find,
                "listJobs",
                        call -> requests.send(
                                call,
                                Changes.LIST_JOBS,
                                new Changes.ListJobs(call.actor(), call.whole("limit"), call.text("cursor")),
                                outcomes.listed));
    }

    /** An id that cannot be one of ours is not there. */
    private <C, R> OperationHandler ofSlot(
            Address<C, R> address, BiFunction<Call, UUID, C> command, Outcomes<R> outcomes) {
        return call -> requests.withId(
                call, "slotId", slot -> requests.send(call, address, command.apply(call, slot), outcomes));
    }

    private Future<Reply> find(Call call) {
        return requests.withId(
                call,
                "jobId",
                job -> requests.send(call, Changes.FIND_JOB, new Changes.FindJob(call.actor(), job), outcomes.found));
    }

    private static Changes.SetCapacity capacity(Call call, UUID slot) {
        return new Changes.SetCapacity(call.actor(), slot, call.body().getInteger("capacity"));
    }

    private static Changes.Cancel cancel(Call call, UUID slot) {
        return new Changes.Cancel(call.actor(), slot, reason(call));
    }

    private static Changes.Move move(Call call, UUID slot) {
        List<Slot.Segment> segments = call.body().getJsonArray("segments").stream()
                .map(JsonObject.class::cast)
                .map(segment -> new Slot.Segment(time(segment.getString("start")), time(segment.getString("end"))))
                .toList();
        return new Changes.Move(call.actor(), slot, segments, call.body().getString("locationId"), reason(call));
    }

    private static Changes.CancelDay cancelDay(Call call) {
        return new Changes.CancelDay(
                call.actor(),
                call.body().getString("organisation"),
                LocalDate.parse(call.body().getString("date")),
                reason(call));
    }

    private static String reason(Call call) {
        return call.body().getString("reason");
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
