package org.creneau.http.api;

import org.creneau.auth.Recovery.CheckResult;
import org.creneau.auth.Recovery.RecoveryResult;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of recovery commands mean in HTTP. */
final class RecoveryOutcomes {

    final Outcomes<CheckResult> checked;
    final Outcomes<RecoveryResult> reminded;
    final Outcomes<RecoveryResult> temporaryPasswordSent;

    RecoveryOutcomes(Problems problems) {
        checked = Outcomes.of(CheckResult.class)
                .on(
                        CheckResult.Good.class,
                        (result, call) -> Reply.personal(
                                200, new RecoveryJson.Requires(result.requires().name()), call.lang()))
                .on(
                        CheckResult.Invalid.class,
                        (result, call) -> problems.of(ProblemCode.AUTHORIZATION_CODE_INVALID, call.lang()))
                .on(
                        CheckResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .build();
        reminded = accepted(problems, "user-code-sent");
        temporaryPasswordSent = accepted(problems, "temporary-password-sent");
    }

    private static Outcomes<RecoveryResult> accepted(Problems problems, String text) {
        AnswerTexts texts = new AnswerTexts();
        return Outcomes.of(RecoveryResult.class)
                .on(
                        RecoveryResult.Accepted.class,
                        (result, call) -> Reply.personal(
                                202, new RecoveryJson.Accepted(texts.of(text, call.lang())), call.lang()))
                .on(
                        RecoveryResult.Locked.class,
                        (result, call) -> problems.wait(ProblemCode.LOCKED, result.retryAfterSeconds(), call.lang()))
                .on(
                        RecoveryResult.AnswerRequired.class,
                        (result, call) -> problems.validation("/securityAnswer", "required", call.lang()))
                .build();
    }
}
