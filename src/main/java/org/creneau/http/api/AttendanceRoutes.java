package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.booking.Attendance;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.desk.Attendances;
import org.creneau.desk.Attendances.MarkResult;
import org.creneau.desk.Attendances.ShowResult;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;

/** Who is expected in a slot, and who came; the same for employees and for partners' systems. */
final class AttendanceRoutes {

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<ShowResult> shown;
    private final Outcomes<MarkResult> marked;

    AttendanceRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        shown = Outcomes.of(ShowResult.class)
                .on(
                        ShowResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), AttendanceJson::of), call.lang()))
                .on(ShowResult.NotFound.class, (result, call) -> notFound(call))
                .on(
                        ShowResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        marked = Outcomes.of(MarkResult.class)
                .on(MarkResult.Marked.class, (result, call) -> Reply.noContent())
                .on(MarkResult.NotFound.class, (result, call) -> notFound(call))
                .on(
                        MarkResult.TooEarly.class,
                        (result, call) -> problems.of(ProblemCode.ATTENDANCE_NOT_YET, call.lang()))
                .on(MarkResult.TooLate.class, (result, call) -> problems.of(ProblemCode.ATTENDANCE_OVER, call.lang()))
                .on(MarkResult.NotMarkable.class, (result, call) -> notMarkable(result.positions(), call))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "getAttendance", call -> onSlot(call, slot -> show(call, slot)),
                "markAttendance", call -> onSlot(call, slot -> mark(call, slot)),
                "getPartnerAttendance", call -> onSlot(call, slot -> show(call, slot)),
                "markPartnerAttendance", call -> onSlot(call, slot -> mark(call, slot)));
    }

    private Future<Reply> onSlot(Call call, Function<UUID, Future<Reply>> then) {
        return requests.withId(call, "slotId", then);
    }

    private Future<Reply> show(Call call, UUID slot) {
        Attendances.Show command = new Attendances.Show(call.actor(), slot, call.whole("limit"), call.text("cursor"));
        return requests.send(call, Attendances.SHOW, command, shown);
    }

    private Future<Reply> mark(Call call, UUID slot) {
        List<Attendance.Mark> marks = new ArrayList<>();
        List<Integer> malformed = new ArrayList<>();
        JsonArray given = call.body().getJsonArray("marks");
        for (int i = 0; i < given.size(); i++) {
            JsonObject mark = given.getJsonObject(i);
            Optional<UUID> booking = Ids.parse(mark.getString("bookingId"));
            if (booking.isEmpty()) {
                malformed.add(i);
            } else {
                marks.add(new Attendance.Mark(booking.get(), mark.getBoolean("attended")));
            }
        }
        // Only who may mark there learns which ones are wrong.
        return requests.ask(
                        Attendances.MARK,
                        new Attendances.Mark(call.actor(), slot, malformed.isEmpty() ? marks : List.of()))
                .map(result -> result instanceof MarkResult.Marked && !malformed.isEmpty()
                        ? notMarkable(malformed, call)
                        : marked.reply(result, call));
    }

    private Reply notMarkable(List<Integer> positions, Call call) {
        return problems.validation(
                positions.stream()
                        .map(i -> new FieldProblem("/marks/" + i + "/bookingId", "not-markable"))
                        .toList(),
                call.lang());
    }

    private Reply notFound(Call call) {
        return problems.of(ProblemCode.NOT_FOUND, call.lang());
    }
}
