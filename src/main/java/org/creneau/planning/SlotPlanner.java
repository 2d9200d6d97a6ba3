package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.access.Actor;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.Location;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.creneau.planning.NewSlot.Origin;
import org.creneau.planning.Openings.Opening;
import org.jspecify.annotations.Nullable;

/** Makes slots out of drafts: checks each, and works out when it opens. Nothing is written. */
final class SlotPlanner {

    private final Vertx vertx;
    private final CatalogueLoader catalogue;
    private final DatabaseClock clock;
    private final ReleasePlanStore plans;

    SlotPlanner(Vertx vertx, CatalogueLoader catalogue, DatabaseClock clock, ReleasePlanStore plans) {
        this.vertx = vertx;
        this.catalogue = catalogue;
        this.clock = clock;
        this.plans = plans;
    }

    /**
     * What became of the drafts.
     *
     * @param slots by the index of the draft; a draft that has a flaw has none
     */
    record Planned(Map<Integer, NewSlot> slots, List<Flaw> flaws) {

        /** All of them, in the order of the drafts. */
        List<NewSlot> inOrder() {
            return slots.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    Future<Planned> plan(Actor actor, List<Draft> drafts) {
        return check(actor, drafts)
                .compose(flaws -> plansOf(drafts)
                        .compose(found ->
                                vertx.executeBlocking(() -> new Work(actor, drafts, flaws, found).done(), false)));
    }

    /** With a catalogue that is read again when the one in memory is behind. */
    private Future<List<Flaw>> check(Actor actor, List<Draft> drafts) {
        List<Flaw> flaws = flaws(actor, drafts);
        boolean behind = flaws.stream().anyMatch(flaw -> SlotRules.UNKNOWN.contains(flaw.code()));
        return behind ? catalogue.refresh().map(read -> flaws(actor, drafts)) : Future.succeededFuture(flaws);
    }

    private List<Flaw> flaws(Actor actor, List<Draft> drafts) {
        Catalogue now = catalogue.current();
        Instant time = clock.now();
        List<Flaw> flaws = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            int index = i;
            SlotRules.check(drafts.get(i), now, actor, time, (field, code) -> flaws.add(new Flaw(index, field, code)));
        }
        return flaws;
    }

    private Future<List<ReleasePlanStore.InUse>> plansOf(List<Draft> drafts) {
        Set<UUID> ids = drafts.stream()
                .flatMap(draft -> draft.release() instanceof Release.Under under
                        ? Ids.parse(under.planId()).stream()
                        : Optional.<UUID>empty().stream())
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Future.succeededFuture(List.of()) : plans.inUse(ids);
    }

    /** What the worker thread does: business days are read from a file. */
    private final class Work {

        private final List<Draft> drafts;
        private final List<Flaw> flaws;
        private final Set<Integer> flawed;
        private final Map<String, Openings> openings = new HashMap<>();
        private final Map<Integer, NewSlot> slots = new HashMap<>();
        private final Instant now = clock.now();
        private final Actor actor;
        private final Catalogue places = catalogue.current();

        Work(Actor actor, List<Draft> drafts, List<Flaw> flaws, List<ReleasePlanStore.InUse> plans) {
            this.actor = actor;
            this.drafts = drafts;
            this.flaws = new ArrayList<>(flaws);
            this.flawed = new HashSet<>(flaws.stream().map(Flaw::index).toList());
            for (ReleasePlanStore.InUse used : plans) {
                openings.put(
                        used.plan().id().toString(), new Openings(used.plan(), used.assigned(), Days.OF_QUEBEC, now));
            }
        }

        Planned done() {
            // In order of time, so that waves are mixed over the days whatever the order in which slots came.
            IntStream.range(0, drafts.size())
                    .filter(i -> !flawed.contains(i))
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> drafts.get(i).start()))
                    .forEach(this::open);
            flaws.sort(Comparator.comparingInt(Flaw::index));
            return new Planned(slots, flaws);
        }

        private void open(int index) {
            Draft draft = drafts.get(index);
            Location location =
                    SlotRules.location(places, draft.location(), actor).orElseThrow();
            if (draft.release() instanceof Release.At at) {
                SlotRules.opening(at.opensAt(), draft.start(), now)
                        .ifPresentOrElse(
                                code -> flaws.add(new Flaw(index, "opensAt", code)),
                                () -> add(index, location, at.opensAt(), Origin.NONE));
            } else if (draft.release() instanceof Release.Under under) {
                openUnder(under, index, location);
            } else {
                add(index, location, null, Origin.NONE);
            }
        }

        private void openUnder(Release.Under under, int index, Location location) {
            Openings plan = openings.get(under.planId());
            if (plan == null || !plan.plan().organisation().equals(location.organisationId())) {
                flaws.add(new Flaw(index, "releasePlan", "plan-unknown"));
                return;
            }
            Instant start = drafts.get(index).start();
            Optional<Opening> opening = plan.next(start, location.zone());
            Optional<String> wrong = plan.flaw(opening, start);
            if (wrong.isPresent()) {
                flaws.add(new Flaw(index, "releasePlan", wrong.get()));
            } else {
                Opening opens = opening.orElseThrow();
                Origin origin = new Origin(
                        null, null, null, plan.plan().id(), plan.plan().version(), opens.wave());
                add(index, location, opens.at(), origin);
            }
        }

        private void add(int index, Location location, @Nullable Instant opensAt, Origin origin) {
            Draft draft = drafts.get(index);
            slots.put(
                    index,
                    new NewSlot(
                            Ids.next(),
                            draft.type(),
                            location.organisationId(),
                            location.id(),
                            draft.segments(),
                            draft.capacity(),
                            opensAt,
                            origin));
        }
    }
}
