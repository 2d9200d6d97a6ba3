package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.catalogue.Location;
import org.creneau.core.DatabaseClock;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.MinistryTime;
import org.creneau.core.Page;
import org.creneau.planning.Openings.Opening;
import org.creneau.planning.ReleasePlans.Result;
import org.creneau.planning.ReleasePlans.Standing;
import org.creneau.planning.ReplanChanges.Moved;
import org.creneau.planning.ReplanChanges.Pending;

/**
 * Release plans. When one is changed, the slots under it that are not open yet get their new openings beforehand, some
 * hundred at a time; a node that dies in between leaves the rest to any other.
 */
final class ReleasePlanService {

    private static final int CHUNK = 500;

    /** Slots that are looked at before a plan is changed, and plans that are brought up to date in one go. */
    private static final int MOST_PENDING = 20_000;

    private static final int MOST_PLANS = 20;

    private final Vertx vertx;
    private final CatalogueSource catalogue;
    private final DatabaseClock clock;
    private final ReleasePlanStore store;
    private final ReplanChanges changes;
    private final Supplier<Future<Void>> published;

    ReleasePlanService(
            Vertx vertx,
            CatalogueSource catalogue,
            DatabaseClock clock,
            ReleasePlanStore store,
            ReplanChanges changes,
            Supplier<Future<Void>> published) {
        this.vertx = vertx;
        this.catalogue = catalogue;
        this.clock = clock;
        this.store = store;
        this.changes = changes;
        this.published = published;
    }

    Future<Page<Standing>> list(ReleasePlans.ListPlans command) {
        return store.list(Access.onlyFor(command.actor()).orElse(null), command.limit() + 1, command.after())
                .map(found -> Page.cut(found, command.limit(), ReleasePlan::id))
                .compose(page -> standing(page.items()).map(plans -> new Page<>(plans, page.nextCursor())));
    }

    Future<Result> show(ReleasePlans.Show command) {
        return own(command.actor(), command.id())
                .compose(plan -> plan.isPresent()
                        ? standing(List.of(plan.get())).map(standing -> new Result.Found(standing.get(0)))
                        : Future.succeededFuture(new Result.NotFound()));
    }

    private Future<List<Standing>> standing(List<ReleasePlan> plans) {
        return changes.waiting(plans.stream().map(ReleasePlan::id).toList())
                .map(waiting -> plans.stream()
                        .map(plan -> new Standing(plan, waiting.getOrDefault(plan.id(), 0)))
                        .toList());
    }

    Future<Result> create(ReleasePlans.Create command) {
        List<FieldProblem> problems = new ArrayList<>(ReleasePlanRules.check(command.form(), List.of(), clock.now()));
        boolean known = catalogue.current().organisations().containsKey(command.organisation());
        if (!known || !Access.worksFor(command.actor(), command.organisation())) {
            problems.add(new FieldProblem("/organisation", "organisation-unknown"));
        }
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new Result.Invalid(problems));
        }
        ReleasePlan plan = new ReleasePlan(
                Ids.next(), command.organisation(), command.form().name(), ReleasePlanRules.rule(command.form()), 1);
        return store.insert(command.actor(), plan).map(made -> new Result.Found(new Standing(made, 0)));
    }

    Future<Result> change(ReleasePlans.Change command) {
        return own(command.actor(), command.id())
                .compose(found -> found.isPresent()
                        ? change(command, found.get())
                        : Future.succeededFuture(new Result.NotFound()));
    }

    private Future<Result> change(ReleasePlans.Change command, ReleasePlan before) {
        if (command.version() != null && command.version() != before.version()) {
            return Future.succeededFuture(new Result.Stale());
        }
        List<ReleaseRule.Wave> waves = before.rule() instanceof ReleaseRule.Waves was ? was.waves() : List.of();
        List<FieldProblem> problems = ReleasePlanRules.check(command.form(), waves, clock.now());
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new Result.Invalid(problems));
        }
        ReleaseRule rule = ReleasePlanRules.rule(command.form());
        ReleasePlan plan = new ReleasePlan(
                before.id(), before.organisation(), command.form().name(), rule, before.version());
        return changes.pending(plan.id(), Integer.MAX_VALUE, MOST_PENDING)
                .compose(pending -> refusals(plan, pending)
                        .compose(refused -> refused.isEmpty()
                                ? update(command.actor(), plan, pending.size())
                                : Future.succeededFuture(new Result.Invalid(refused))));
    }

    /** @param affected slots that are not open yet: at worst all of them wait */
    private Future<Result> update(Actor by, ReleasePlan plan, int affected) {
        return store.update(by, plan).compose(updated -> {
            if (updated.isEmpty()) {
                return Future.succeededFuture(new Result.Stale());
            }
            // The plan is changed; slots that this node does not get round to now are moved by the job.
            return replan(plan.id())
                    .map(new Standing(updated.get(), 0))
                    .recover(left -> standing(List.of(updated.get())).map(counted -> counted.get(0)))
                    .otherwise(new Standing(updated.get(), affected))
                    .map(Result.Found::new);
        });
    }

    /** Whether a slot that is not open yet would have had to open in the past, or would open after it has begun. */
    private Future<List<FieldProblem>> refusals(ReleasePlan plan, List<Pending> pending) {
        return vertx.executeBlocking(
                () -> {
                    Openings openings = new Openings(plan, Map.of(), Days.OF_QUEBEC, clock.now());
                    String pointer = plan.rule() instanceof ReleaseRule.Daily ? "/daily" : "/waves";
                    return pending.stream()
                            .map(slot -> wrong(openings, slot))
                            .flatMap(Optional::stream)
                            .distinct()
                            .map(code -> new FieldProblem(pointer, code))
                            .toList();
                },
                false);
    }

    private Optional<String> wrong(Openings openings, Pending slot) {
        return openings.flaw(next(openings, slot), slot.start());
    }

    private Optional<Opening> next(Openings openings, Pending slot) {
        Location location = catalogue.current().locations().get(slot.location());
        return openings.next(slot.start(), location == null ? MinistryTime.ZONE : location.zone());
    }

    /** Brings slots up to date whose plan was changed, whoever changed it. */
    Future<Void> replanAll() {
        return changes.behind(MOST_PLANS).compose(plans -> {
            Future<Void> done = Future.succeededFuture();
            for (UUID plan : plans) {
                done = done.compose(before -> replan(plan));
            }
            return done;
        });
    }

    private Future<Void> replan(UUID id) {
        return store.inUse(List.of(id)).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture();
            }
            ReleasePlan plan = found.get(0).plan();
            return changes.pending(id, plan.version(), CHUNK)
                    .compose(pending -> pending.isEmpty()
                            ? changes.leaveOpen(id, plan.version()).compose(left -> published.get())
                            : vertx.executeBlocking(() -> moves(found.get(0), pending), false)
                                    .compose(moves -> changes.move(id, plan.version(), moves))
                                    .compose(moved -> replan(id)));
        });
    }

    private List<Moved> moves(ReleasePlanStore.InUse used, List<Pending> pending) {
        Instant now = clock.now();
        Openings openings = new Openings(used.plan(), used.assigned(), Days.OF_QUEBEC, now);
        return pending.stream()
                .map(slot -> next(openings, slot)
                        .map(opening -> new Moved(slot.slot(), opening.at(), opening.wave()))
                        .orElseGet(() -> new Moved(slot.slot(), now, null)))
                .toList();
    }

    private Future<Optional<ReleasePlan>> own(Actor actor, UUID id) {
        return store.find(id).map(plan -> plan.filter(found -> Access.worksFor(actor, found.organisation())));
    }
}
