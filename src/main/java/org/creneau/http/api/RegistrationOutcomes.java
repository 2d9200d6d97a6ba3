package org.creneau.http.api;

import java.util.function.BiFunction;
import org.creneau.client.Options;
import org.creneau.client.Registrations.Draft;
import org.creneau.client.Registrations.RegisterResult;
import org.creneau.client.Registrations.SaveResult;
import org.creneau.client.Registrations.ShowResult;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of registrations mean in HTTP. */
final class RegistrationOutcomes {

    private final Problems problems;
    final Outcomes<ShowResult> shown;
    final Outcomes<ShowResult> reviewed;
    final Outcomes<SaveResult> saved;
    final Outcomes<RegisterResult> registered;

    RegistrationOutcomes(Problems problems, FileOutcomes files) {
        this.problems = problems;
        shown = Outcomes.of(ShowResult.class)
                .on(
                        ShowResult.Registered.class,
                        (result, call) -> files.file(200, result.file(), result.options(), call))
                .on(ShowResult.InDraft.class, (result, call) -> draft(result.draft(), result.options(), call))
                .build();
        reviewed = Outcomes.of(ShowResult.class)
                .on(ShowResult.Registered.class, problem(ProblemCode.NOT_FOUND))
                .on(ShowResult.InDraft.class, (result, call) -> draft(result.draft(), result.options(), call))
                .build();
        saved = Outcomes.of(SaveResult.class)
                .on(SaveResult.Saved.class, (result, call) -> draft(result.draft(), result.options(), call))
                .on(SaveResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(SaveResult.NotAdmissible.class, problem(ProblemCode.NOT_ADMISSIBLE))
                .on(SaveResult.RegisteredElsewhere.class, problem(ProblemCode.ALREADY_REGISTERED))
                .on(SaveResult.NeedsCode.class, problem(ProblemCode.AUTHORIZATION_CODE_REQUIRED))
                .on(SaveResult.RegisteredAlready.class, problem(ProblemCode.REGISTRATION_COMPLETE))
                .on(SaveResult.TooManyRefusals.class, (result, call) -> locked(result.retryAfterSeconds(), call))
                .build();
        registered = Outcomes.of(RegisterResult.class)
                .on(
                        RegisterResult.Registered.class,
                        (result, call) -> files.file(200, result.file(), result.options(), call))
                .on(RegisterResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(RegisterResult.Incomplete.class, problem(ProblemCode.REGISTRATION_INCOMPLETE))
                .on(RegisterResult.NotAdmissible.class, problem(ProblemCode.NOT_ADMISSIBLE))
                .on(RegisterResult.RegisteredElsewhere.class, problem(ProblemCode.ALREADY_REGISTERED))
                .on(RegisterResult.NeedsCode.class, problem(ProblemCode.AUTHORIZATION_CODE_REQUIRED))
                .on(RegisterResult.RegisteredAlready.class, problem(ProblemCode.REGISTRATION_COMPLETE))
                .on(RegisterResult.TooManyRefusals.class, (result, call) -> locked(result.retryAfterSeconds(), call))
                .build();
    }

    private <R> BiFunction<R, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }

    private Reply locked(long retryAfterSeconds, Call call) {
        return problems.wait(ProblemCode.LOCKED, retryAfterSeconds, call.lang());
    }

    private static Reply draft(Draft draft, Options options, Call call) {
        return Reply.personal(
                200, RegistrationJson.of(draft, options, call.lang().locale()).toBuffer(), call.lang());
    }
}
