package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import java.util.function.BiFunction;
import org.creneau.client.Introductions.IntroduceResult;
import org.creneau.client.Introductions.PresentResult;
import org.creneau.http.Call;
import org.creneau.http.Contract;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.partner.PartnerClients.LetterResult;

/** What it comes to in HTTP that somebody comes to a partner; see {@link FileOutcomes} for their files. */
final class PartnerClientOutcomes {

    private static final String PATH = Contract.BASE_PATH + "/partner/clients/";
    private static final CharSequence PDF = HttpHeaders.createOptimized("application/pdf");

    private final Problems problems;
    final Outcomes<IntroduceResult> introduced;
    final Outcomes<PresentResult> presented;
    final Outcomes<LetterResult> printed;

    PartnerClientOutcomes(Problems problems, FileOutcomes files) {
        this.problems = problems;
        introduced = Outcomes.of(IntroduceResult.class)
                .on(
                        IntroduceResult.Introduced.class,
                        (result, call) -> files.file(201, result.file(), result.options(), call)
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
                .on(PresentResult.Known.class, (result, call) -> files.file(200, result.file(), result.options(), call))
                .on(PresentResult.Unknown.class, problem(ProblemCode.NOT_FOUND))
                .on(PresentResult.TooManyRefusals.class, (result, call) -> locked(result.retryAfterSeconds(), call))
                .build();
        printed = Outcomes.of(LetterResult.class)
                .on(
                        LetterResult.Printed.class,
                        (result, call) -> Reply.of(200, result.pdf(), PDF, Caching.NO_STORE, null))
                .on(LetterResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(LetterResult.HasAccount.class, problem(ProblemCode.ACCOUNT_EXISTS))
                .on(LetterResult.RegisteredElsewhere.class, problem(ProblemCode.REGISTERED_ELSEWHERE))
                .on(LetterResult.EmailChanged.class, problem(ProblemCode.EMAIL_CHANGED_RECENTLY))
                .build();
    }

    private <R> BiFunction<R, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }

    private Reply locked(long retryAfterSeconds, Call call) {
        return problems.wait(ProblemCode.LOCKED, retryAfterSeconds, call.lang());
    }
}
