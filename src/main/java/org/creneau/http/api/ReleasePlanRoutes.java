package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.ZoneOffset;
import java.util.List;
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
import org.creneau.http.Times;
import org.creneau.planning.ReleasePlan;
import org.creneau.planning.ReleasePlans;
import org.creneau.planning.ReleasePlans.Form;
import org.creneau.planning.ReleasePlans.Result;
import org.creneau.planning.ReleasePlans.Standing;
import org.creneau.planning.ReleaseRule;
import org.jspecify.annotations.Nullable;

/** When slots open. */
final class ReleasePlanRoutes {

    private static final String PATH = Contract.BASE_PATH + "/staff/release-plans/";

    private record PlanJson(
            String id,
            String organisation,
            String name,
            @Nullable Daily daily,
            @Nullable List<Wave> waves,
            int version,
            int pending) {

        static PlanJson of(Standing standing) {
            ReleasePlan plan = standing.plan();
            return new PlanJson(
                    plan.id().toString(),
                    plan.organisation(),
                    plan.name(),
                    plan.rule() instanceof ReleaseRule.Daily daily ? Daily.of(daily) : null,
                    plan.rule() instanceof ReleaseRule.Waves waves
                            ? waves.waves().stream().map(Wave::of).toList()
                            : null,
                    plan.version(),
                    standing.pending());
        }
    }

    private record Daily(int businessDaysAhead, String time, String zone) {
        static Daily of(ReleaseRule.Daily daily) {
            return new Daily(
                    daily.businessDaysAhead(),
                    daily.time().toString(),
                    daily.zone().getId());
        }
    }

    private record Wave(String opensAt, int share) {
        static Wave of(ReleaseRule.Wave wave) {
            return new Wave(Times.notBefore(wave.opensAt(), ZoneOffset.UTC), wave.share());
        }
    }

    private final Requests requests;
    private final Problems problems;
    private final Outcomes<Result> shown;
    private final Outcomes<Result> created;

    ReleasePlanRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
        this.shown = outcomes(200);
        this.created = outcomes(201);
    }

    private Outcomes<Result> outcomes(int status) {
        return Outcomes.of(Result.class)
                .on(Result.Found.class, (result, call) -> reply(status, result.standing(), call))
                .on(Result.NotFound.class, (result, call) -> problems.of(ProblemCode.NOT_FOUND, call.lang()))
                .on(Result.Invalid.class, (result, call) -> problems.validation(result.problems(), call.lang()))
                .on(Result.Stale.class, (result, call) -> problems.of(ProblemCode.CHANGED_MEANWHILE, call.lang()))
                .build();
    }

    private static Reply reply(int status, Standing standing, Call call) {
        ReleasePlan plan = standing.plan();
        Reply reply = Versions.tagged(Reply.personal(status, PlanJson.of(standing), call.lang()), plan.version());
        return status == 201 ? reply.with(HttpHeaders.LOCATION, PATH + plan.id()) : reply;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listReleasePlans", this::list,
                "createReleasePlan", this::create,
                "getReleasePlan", this::show,
                "replaceReleasePlan", this::change);
    }

    private Future<Reply> list(Call call) {
        Optional<Start<UUID>> start = Start.ofId(call.text("cursor"));
        if (start.isEmpty()) {
            return Future.succeededFuture(problems.validation("?cursor", "invalid-cursor", call.lang()));
        }
        ReleasePlans.ListPlans command = new ReleasePlans.ListPlans(
                call.actor(), call.whole("limit"), start.get().after());
        return requests.ask(ReleasePlans.LIST, command)
                .map(page -> Reply.personal(200, PageJson.of(page, PlanJson::of), call.lang()));
    }

    private Future<Reply> create(Call call) {
        ReleasePlans.Create command =
                new ReleasePlans.Create(call.actor(), call.body().getString("organisation"), Form.of(call.body()));
        return requests.send(call, ReleasePlans.CREATE, command, created);
    }

    private Future<Reply> show(Call call) {
        return requests.withId(
                call,
                "releasePlanId",
                id -> requests.send(call, ReleasePlans.SHOW, new ReleasePlans.Show(call.actor(), id), shown));
    }

    private Future<Reply> change(Call call) {
        return requests.withId(
                call,
                "releasePlanId",
                id -> requests.send(
                        call,
                        ReleasePlans.CHANGE,
                        new ReleasePlans.Change(call.actor(), id, Form.of(call.body()), Versions.seen(call)),
                        shown));
    }
}
