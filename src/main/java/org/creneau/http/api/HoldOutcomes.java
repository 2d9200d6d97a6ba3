package org.creneau.http.api;

import java.util.function.BiFunction;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.http.Call;
import org.creneau.http.Outcomes;
import org.creneau.http.ProblemCode;
import org.creneau.http.Problems;
import org.creneau.http.Reply;

/** What the results of commands about held seats mean in HTTP. */
final class HoldOutcomes {

    private final Problems problems;
    final Outcomes<ConfirmResult> confirmed;
    final Outcomes<ReleaseResult> released;

    HoldOutcomes(Problems problems, BookingJson json) {
        this.problems = problems;
        confirmed = Outcomes.of(ConfirmResult.class)
                .on(
                        ConfirmResult.Confirmed.class,
                        (result, call) -> Reply.personal(200, json.of(result.details(), call.lang()), call.lang()))
                .on(ConfirmResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(ConfirmResult.Over.class, problem(ProblemCode.HOLD_EXPIRED))
                .on(ConfirmResult.SlotClosed.class, problem(ProblemCode.SLOT_CLOSED))
                .build();
        released = Outcomes.of(ReleaseResult.class)
                .on(
                        ReleaseResult.Released.class,
                        (result, call) -> Reply.personal(200, json.of(result.details(), call.lang()), call.lang()))
                .on(ReleaseResult.NotFound.class, problem(ProblemCode.NOT_FOUND))
                .on(ReleaseResult.WasConfirmed.class, problem(ProblemCode.HOLD_CONFIRMED))
                .build();
    }

    private <T> BiFunction<T, Call, Reply> problem(ProblemCode code) {
        return (result, call) -> problems.of(code, call.lang());
    }
}
