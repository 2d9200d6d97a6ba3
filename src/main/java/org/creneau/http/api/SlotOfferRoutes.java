package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;
import org.creneau.planning.Draft;
import org.creneau.planning.SlotOffers;
import org.creneau.planning.SlotOffers.CreateResult;
import org.creneau.planning.SlotOffers.ImportResult;

/** Slots that managers publish, one by one or from a file. */
final class SlotOfferRoutes {

    private record Published(List<String> slots) {
        static Published of(List<UUID> ids) {
            return new Published(ids.stream().map(UUID::toString).toList());
        }
    }

    private record Imported(int slots, boolean dryRun) {}

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<CreateResult> created;
    private final Outcomes<ImportResult> imported;

    SlotOfferRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        this.created = Outcomes.of(CreateResult.class)
                .on(
                        CreateResult.Created.class,
                        (result, call) -> Reply.personal(201, Published.of(result.slots()), call.lang()))
                .on(CreateResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(
                        CreateResult.KeyReused.class,
                        (result, call) -> problems.of(ProblemCode.IDEMPOTENCY_KEY_REUSED, call.lang()))
                .build();
        this.imported = Outcomes.of(ImportResult.class)
                .on(
                        ImportResult.Imported.class,
                        (result, call) ->
                                Reply.personal(200, new Imported(result.slots(), result.dryRun()), call.lang()))
                .on(ImportResult.Refused.class, this::refused)
                .on(
                        ImportResult.KeyReused.class,
                        (result, call) -> problems.of(ProblemCode.IDEMPOTENCY_KEY_REUSED, call.lang()))
                .build();
    }

    Map<String, OperationHandler> handlers() {
        return Map.of("createSlots", this::create, "importSlots", this::importFile);
    }

    private Future<Reply> create(Call call) {
        List<Draft> drafts = call.body().getJsonArray("slots").stream()
                .map(slot -> Draft.of((JsonObject) slot))
                .toList();
        SlotOffers.Create command = new SlotOffers.Create(call.actor(), drafts, call.text("Idempotency-Key"));
        return requests.send(call, SlotOffers.CREATE, command, created);
    }

    private Future<Reply> importFile(Call call) {
        SlotOffers.Import command =
                new SlotOffers.Import(call.actor(), call.file(), call.truth("dryRun"), call.text("Idempotency-Key"));
        return requests.send(call, SlotOffers.IMPORT, command, imported);
    }

    private Reply refused(ImportResult.Refused refused, Call call) {
        JsonArray errors = new JsonArray();
        refused.errors().forEach(error -> {
            JsonObject json =
                    new JsonObject().put("code", error.code()).put("detail", problems.field(error.code(), call.lang()));
            if (error.line() > 0) {
                json.put("line", error.line());
            }
            if (!error.column().isEmpty()) {
                json.put("column", error.column());
            }
            errors.add(json);
        });
        JsonObject more = new JsonObject().put("errors", errors).put("errorCount", refused.total());
        return problems.with(more, ProblemCode.CSV_INVALID, call.lang());
    }
}
