package org.creneau.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.creneau.change.Changes;
import org.creneau.core.Address;
import org.creneau.core.Ids;
import org.creneau.slot.Slot;

/** What employees change about slots that people may be in. */
final class ChangeRoutes {

    private final Vertx vertx;
    private final long timeoutMillis;
    private final Problems problems;
    private final ChangeOutcomes outcomes;

    ChangeRoutes(Vertx vertx, long timeoutMillis, Problems problems) {
        this.vertx = vertx;
        this.timeoutMillis = timeoutMillis;
        this.problems = problems;
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
                "cancelDay", call -> send(Changes.CANCEL_DAY, cancelDay(call), outcomes.begun, call),
                "getJob", this::find,
                "listJobs",
                        call -> send(
                                Changes.LIST_JOBS,
                                new Changes.ListJobs(call.actor(), call.whole("limit"), call.text("cursor")),
                                outcomes.listed,
                                call));
    }

    /** An id that cannot be one of ours is not there. */
    private <C, R> OperationHandler ofSlot(
            Address<C, R> address, BiFunction<Call, UUID, C> command, Outcomes<R> outcomes) {
        return call -> named(call, "slotId", slot -> send(address, command.apply(call, slot), outcomes, call));
    }

    private Future<Reply> find(Call call) {
        return named(
                call,
                "jobId",
                job -> send(Changes.FIND_JOB, new Changes.FindJob(call.actor(), job), outcomes.found, call));
    }

    private Future<Reply> named(Call call, String parameter, Function<UUID, Future<Reply>> then) {
        return Ids.parse(call.path(parameter))
                .map(then)
                .orElseGet(() -> Future.succeededFuture(problems.of(ProblemCode.NOT_FOUND, call.lang())));
    }

    private <C, R> Future<Reply> send(Address<C, R> address, C command, Outcomes<R> outcomes, Call call) {
        return address.request(vertx, command, timeoutMillis).map(result -> outcomes.reply(result, call));
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
