package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Page.Start;
import org.creneau.http.Call;
import org.creneau.http.Contract;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.planning.SlotTemplate;
import org.creneau.planning.SlotTemplates;
import org.creneau.planning.SlotTemplates.Form;
import org.creneau.planning.SlotTemplates.PreviewResult;
import org.creneau.planning.SlotTemplates.PublishResult;
import org.creneau.planning.SlotTemplates.Result;

/** Slots that recur. */
final class SlotTemplateRoutes {

    private static final String PATH = Contract.BASE_PATH + "/staff/slot-templates/";

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<Result> shown;
    private final Outcomes<Result> created;
    private final Outcomes<PreviewResult> previewed;
    private final Outcomes<PublishResult> published;

    SlotTemplateRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        this.shown = outcomes(200);
        this.created = outcomes(201);
        this.previewed = Outcomes.of(PreviewResult.class)
                .on(
                        PreviewResult.Previewed.class,
                        (result, call) -> Reply.personal(
                                200, SlotTemplateJson.Preview.of(result, problems, call.lang()), call.lang()))
                .on(PreviewResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        PreviewResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        this.published = Outcomes.of(PublishResult.class)
                .on(
                        PublishResult.Published.class,
                        (result, call) -> Reply.personal(
                                200,
                                new SlotTemplateJson.Publication(result.now(), result.before(), result.skipped()),
                                call.lang()))
                .on(PublishResult.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(
                        PublishResult.Retired.class,
                        (result, call) -> problems.of(ProblemCode.TEMPLATE_RETIRED, call.lang()))
                .build();
    }

    private Outcomes<Result> outcomes(int status) {
        return Outcomes.of(Result.class)
                .on(Result.Found.class, (result, call) -> reply(status, result.template(), call))
                .on(Result.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(Result.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(Result.Stale.class, (result, call) -> problems.of(ProblemCode.CHANGED_MEANWHILE, call.lang()))
                .on(Result.Overlaps.class, this::overlaps)
                .build();
    }

    private static Reply reply(int status, SlotTemplate template, Call call) {
        Reply reply = Versions.tagged(
                Reply.personal(status, SlotTemplateJson.of(template).toBuffer(), call.lang()), template.version());
        return status == 201 ? reply.with(HttpHeaders.LOCATION, PATH + template.id()) : reply;
    }

    private Reply overlaps(Result.Overlaps overlap, Call call) {
        JsonObject more = new JsonObject()
                .put("template", overlap.template().toString())
                .put("name", overlap.name())
                .put("date", overlap.day().toString());
        return problems.with(more, ProblemCode.TEMPLATE_OVERLAPS, call.lang());
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listSlotTemplates", this::list,
                "createSlotTemplate", this::create,
                "getSlotTemplate", this::show,
                "replaceSlotTemplate", this::change,
                "previewSlotTemplate", this::preview,
                "publishSlotTemplate", this::publish);
    }

    private Future<Reply> list(Call call) {
        Optional<Start<UUID>> start = Start.ofId(call.text("cursor"));
        if (start.isEmpty()) {
            return Future.succeededFuture(problems.validation("?cursor", "invalid-cursor", call.lang()));
        }
        SlotTemplates.ListTemplates command = new SlotTemplates.ListTemplates(
                call.actor(), call.whole("limit"), start.get().after());
        return requests.ask(SlotTemplates.LIST, command)
                .map(page -> Reply.personal(
                        200,
                        PageJson.write(
                                page,
                                (json, template) -> json.appendBuffer(
                                        SlotTemplateJson.of(template).toBuffer())),
                        call.lang()));
    }

    private Future<Reply> create(Call call) {
        SlotTemplates.Create command = new SlotTemplates.Create(call.actor(), Form.of(call.body()));
        return requests.send(call, SlotTemplates.CREATE, command, created);
    }

    private Future<Reply> show(Call call) {
        return requests.withId(
                call,
                "slotTemplateId",
                id -> requests.send(call, SlotTemplates.SHOW, new SlotTemplates.Show(call.actor(), id), shown));
    }

    private Future<Reply> change(Call call) {
        return requests.withId(
                call,
                "slotTemplateId",
                id -> requests.send(
                        call,
                        SlotTemplates.CHANGE,
                        new SlotTemplates.Change(call.actor(), id, Form.of(call.body()), Versions.seen(call)),
                        shown));
    }

    private Future<Reply> preview(Call call) {
        return requests.withId(
                call,
                "slotTemplateId",
                id -> requests.send(
                        call,
                        SlotTemplates.PREVIEW,
                        new SlotTemplates.Preview(call.actor(), id, call.whole("limit"), call.text("cursor")),
                        previewed));
    }

    private Future<Reply> publish(Call call) {
        return requests.withId(
                call,
                "slotTemplateId",
                id -> requests.send(
                        call, SlotTemplates.PUBLISH, new SlotTemplates.Publish(call.actor(), id), published));
    }
}
