package org.creneau.http.api;

import java.util.function.BiFunction;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.partner.PartnerSystems.AddResult;
import org.creneau.partner.PartnerSystems.AddSecretResult;
import org.creneau.partner.PartnerSystems.ChangeResult;
import org.creneau.partner.PartnerSystems.ListResult;

/** What the results about partners' systems mean in HTTP. */
final class PartnerSystemOutcomes {

    private final Problems problems;
    final Outcomes<ListResult> listed;
    final Outcomes<AddResult> added;
    final Outcomes<AddSecretResult> secretAdded;
    final Outcomes<ChangeResult> changed;

    PartnerSystemOutcomes(Problems problems) {
        this.problems = problems;
        listed = Outcomes.of(ListResult.class)
                .on(
                        ListResult.Found.class,
                        (result, call) ->
                                Reply.personal(200, PageJson.of(result.page(), PartnerSystemJson::of), call.lang()))
                .on(
                        ListResult.BadCursor.class,
                        (result, call) -> problems.validation("?cursor", "invalid-cursor", call.lang()))
                .build();
        added = Outcomes.of(AddResult.class)
                .on(
                        AddResult.Added.class,
                        (result, call) ->
                                Reply.personal(201, PartnerSystemJson.Issued.of(result.issued()), call.lang()))
                .on(AddResult.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .build();
        secretAdded = Outcomes.of(AddSecretResult.class)
                .on(
                        AddSecretResult.Added.class,
                        (result, call) ->
                                Reply.personal(201, PartnerSystemJson.Issued.of(result.issued()), call.lang()))
                .on(
                        AddSecretResult.Invalid.class,
                        (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(AddSecretResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(AddSecretResult.IsDisabled.class, problem(ProblemCode.PARTNER_DISABLED))
                .on(AddSecretResult.TooMany.class, problem(ProblemCode.TOO_MANY_SECRETS))
                .build();
        changed = Outcomes.of(ChangeResult.class)
                .on(
                        ChangeResult.Changed.class,
                        (result, call) -> Reply.personal(200, PartnerSystemJson.of(result.system()), call.lang()))
                .on(ChangeResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .build();
    }

    private <R> BiFunction<R, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }
}
