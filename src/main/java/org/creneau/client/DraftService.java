package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.creneau.client.Recogniser.Answer;
import org.creneau.client.Recognition.Verdict;
import org.creneau.client.Registrations.Draft;
import org.creneau.client.Registrations.Save;
import org.creneau.client.Registrations.SaveResult;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Saves the steps of a registration, each checked at once (guide 4.5 to 4.9). */
record DraftService(FormRules rules, FileStore files, DraftStore drafts, Recogniser recogniser) {

    Future<SaveResult> save(Save command) {
        UUID clientId = command.clientId();
        Part part = FormRules.normal(command.part());
        return files.find(clientId)
                .compose(file -> file.isPresent()
                        ? Future.succeededFuture(new SaveResult.RegisteredAlready())
                        : drafts.find(clientId).compose(draft -> save(clientId, part, draft)));
    }

    private Future<SaveResult> save(UUID clientId, Part part, Draft before) {
        if (part instanceof ImmigrationStatus status && !rules.isAdmissible(status)) {
            return Future.succeededFuture(new SaveResult.NotAdmissible());
        }
        Findings findings = Findings.atTop();
        JsonObject identity = before.steps().getJsonObject(Step.IDENTITY.key());
        rules.check(part, identity == null ? null : Identity.of(identity).birthDate(), findings);
        if (!findings.none()) {
            return Future.succeededFuture(new SaveResult.Invalid(findings.list()));
        }
        return part instanceof Identity given
                ? recogniser.ask(clientId, given).compose(answer -> {
                    @Nullable SaveResult refused = refused(answer);
                    return refused == null ? store(clientId, part) : Future.succeededFuture(refused);
                })
                : store(clientId, part);
    }

    private Future<SaveResult> store(UUID clientId, Part part) {
        return drafts.save(clientId, part).map(draft -> new SaveResult.Saved(draft, rules.options()));
    }

    private static @Nullable SaveResult refused(Answer answer) {
        if (answer instanceof Answer.TooManyRefusals locked) {
            return new SaveResult.TooManyRefusals(locked.retryAfterSeconds());
        }
        Verdict verdict = ((Answer.Decided) answer).verdict();
        if (verdict instanceof Verdict.Elsewhere) {
            return new SaveResult.RegisteredElsewhere();
        }
        if (verdict instanceof Verdict.OfPartner) {
            return new SaveResult.NeedsCode();
        }
        return verdict instanceof Verdict.Disagrees
                ? new SaveResult.Invalid(List.of(new FieldProblem("", "identity-mismatch")))
                : null;
    }
}
