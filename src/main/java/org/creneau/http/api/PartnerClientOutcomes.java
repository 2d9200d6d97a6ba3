package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.function.BiFunction;
import org.creneau.client.ClientFile;
import org.creneau.client.ClientFiles.ChangeResult;
import org.creneau.client.Introductions.IntroduceResult;
import org.creneau.client.Introductions.PresentResult;
import org.creneau.client.Options;
import org.creneau.http.Call;
import org.creneau.http.Contract;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.partner.PartnerClients.ChangeFileResult;
import org.creneau.partner.PartnerClients.LetterResult;
import org.creneau.partner.PartnerClients.ShowResult;

/** What the results about partners' clients mean in HTTP. */
final class PartnerClientOutcomes {

    private static final String PATH = Contract.BASE_PATH + "/partner/clients/";
    private static final CharSequence PDF = HttpHeaders.createOptimized("application/pdf");

    private final Problems problems;
    final Outcomes<IntroduceResult> introduced;
    final Outcomes<PresentResult> presented;
    final Outcomes<ShowResult> shown;
    final Outcomes<ChangeFileResult> changed;
    final Outcomes<LetterResult> printed;

    PartnerClientOutcomes(Problems problems) {
        this.problems = problems;
        introduced = Outcomes.of(IntroduceResult.class)
                .on(
                        IntroduceResult.Introduced.class,
                        (result, call) -> file(201, result.file(), result.options(), call)
                                .with(HttpHeaders.LOCATION, PATH + result.file().clientId()))
                .on(
                        IntroduceResult.Invalid.class,
                        (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(IntroduceResult.NotAdmissible.class, problem(ProblemCode.NOT_ADMISSIBLE))
                .on(IntroduceResult.RegisteredAlready.class, problem(ProblemCode.CLIENT_ALREADY_REGISTERED))
                .on(IntroduceResult.KeyReused.class, problem(ProblemCode.IDEMPOTENCY_KEY_REUSED))
                .on(IntroduceResult.TooManyRefusals.class, (result, call) -> locked(result.retryAfterSeconds(), call))
                .build();
        presented = Outcomes.of(PresentResult.class)
                .on(PresentResult.Known.class, (result, call) -> file(200, result.file(), result.options(), call))
                .on(PresentResult.Unknown.class, problem(ProblemCode.NOT_FOUND))
                .on(PresentResult.TooManyRefusals.class, (result, call) -> locked(result.retryAfterSeconds(), call))
                .build();
        shown = Outcomes.of(ShowResult.class)
                .on(ShowResult.Found.class, (result, call) -> file(200, result.file(), result.options(), call))
                .on(ShowResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .build();
        Outcomes<ChangeResult> changes = changes();
        changed = Outcomes.of(ChangeFileResult.class)
                .on(ChangeFileResult.Done.class, (result, call) -> changes.reply(result.result(), call))
                .on(ChangeFileResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .build();
        printed = Outcomes.of(LetterResult.class)
                .on(
                        LetterResult.Printed.class,
                        (result, call) -> Reply.of(200, result.pdf(), PDF, Caching.NO_STORE, null))
                .on(LetterResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(LetterResult.HasAccount.class, problem(ProblemCode.ACCOUNT_EXISTS))
                .build();
    }

    private Outcomes<ChangeResult> changes() {
        return Outcomes.of(ChangeResult.class)
                .on(ChangeResult.Changed.class, (result, call) -> file(200, result.file(), result.options(), call))
                .on(ChangeResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(ChangeResult.NotAdmissible.class, problem(ProblemCode.NOT_ADMISSIBLE))
                .on(ChangeResult.NotRegistered.class, problem(ProblemCode.NOT_FOUND))
                .on(ChangeResult.Stale.class, problem(ProblemCode.FILE_CHANGED))
                .build();
    }

    private <R> BiFunction<R, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }

    private Reply locked(long retryAfterSeconds, Call call) {
        return problems.wait(ProblemCode.LOCKED, retryAfterSeconds, call.lang());
    }

    private static Reply file(int status, ClientFile file, Options options, Call call) {
        JsonObject json = new JsonObject()
                .put("id", file.clientId().toString())
                .put(
                        "registration",
                        RegistrationJson.of(file, options, call.lang().locale()));
        return Reply.personal(status, json.toBuffer(), call.lang())
                .with(HttpHeaders.ETAG, '"' + String.valueOf(file.version()) + '"');
    }
}
