package org.creneau.planning;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.access.Actor;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.planning.Occurrences.Occurrence;
import org.creneau.planning.SlotPlanner.Planned;
import org.creneau.planning.SlotReads.Occurs;
import org.creneau.planning.SlotTemplates.Line;
import org.creneau.planning.SlotTemplates.Preview;
import org.creneau.planning.SlotTemplates.PreviewResult;
import org.creneau.planning.SlotTemplates.Publish;
import org.creneau.planning.SlotTemplates.PublishResult;

/** Shows what a template would publish, and publishes it: the same, as long as nothing changes in between. */
final class TemplatePublication {

    private final Vertx vertx;
    private final TemplateService templates;
    private final SlotPlanner planner;
    private final SlotReads reads;
    private final SlotInserts inserts;
    private final Supplier<Future<Void>> published;

    TemplatePublication(
            Vertx vertx,
            TemplateService templates,
            SlotPlanner planner,
            SlotReads reads,
            SlotInserts inserts,
            Supplier<Future<Void>> published) {
        this.vertx = vertx;
        this.templates = templates;
        this.planner = planner;
        this.reads = reads;
        this.inserts = inserts;
        this.published = published;
    }

    /** @param slots those that can be published */
    private record Plan(List<Line> lines, List<NewSlot> slots) {

        int count(Line.State state) {
            return (int) lines.stream().filter(line -> line.state() == state).count();
        }
    }

    Future<PreviewResult> preview(Preview command) {
        Optional<Start<Long>> start = Start.ofNumber(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new PreviewResult.BadCursor());
        }
        return templates
                .own(command.actor(), command.id())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new PreviewResult.NotFound())
                        : plan(command.actor(), found.get())
                                .map(plan ->
                                        previewed(plan, templates.zone(found.get()), command.limit(), start.get())));
    }

    private static PreviewResult previewed(Plan plan, ZoneId zone, int limit, Start<Long> start) {
        return new PreviewResult.Previewed(
                plan.count(Line.State.PUBLISHABLE),
                plan.count(Line.State.PUBLISHED),
                plan.count(Line.State.SKIPPED),
                zone,
                Page.part(plan.lines(), limit, start));
    }

    Future<PublishResult> publish(Publish command) {
        return templates.own(command.actor(), command.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new PublishResult.NotFound());
            }
            if (found.get().retired()) {
                return Future.succeededFuture(new PublishResult.Retired());
            }
            return plan(command.actor(), found.get()).compose(plan -> insert(command, plan));
        });
    }

    /** What another node has published in the meantime is not published twice: it counts as published before. */
    private Future<PublishResult> insert(Publish command, Plan plan) {
        return inserts.publish(command.actor(), plan.slots()).compose(ids -> {
            int late = plan.slots().size() - ids.size();
            PublishResult result = new PublishResult.Published(
                    ids.size(), plan.count(Line.State.PUBLISHED) + late, plan.count(Line.State.SKIPPED));
            return published.get().transform(read -> Future.succeededFuture(result));
        });
    }

    private Future<Plan> plan(Actor actor, SlotTemplate template) {
        return templates
                .placed(template)
                .compose(known -> vertx.executeBlocking(() -> templates.occurrences(template), false))
                .compose(occurrences -> reads.published(template.id()).compose(done -> {
                    List<Occurrence> open = occurrences.stream()
                            .filter(occurrence -> occurrence.skipped().isEmpty())
                            .filter(occurrence -> !done.containsKey(occurs(occurrence)))
                            .toList();
                    return busy(template, open)
                            .compose(busy -> planner.plan(actor, drafts(template, open))
                                    .map(planned -> new Lines(template, done, open, busy, planned).of(occurrences)));
                }));
    }

    private Future<BusyTimes> busy(SlotTemplate template, List<Occurrence> open) {
        if (open.isEmpty()) {
            return Future.succeededFuture(new BusyTimes(List.of()));
        }
        Instant from = open.get(0).start();
        Instant to = open.stream().map(Occurrence::end).max(Instant::compareTo).orElseThrow();
        return reads.segments(template.type(), template.location(), from, to).map(BusyTimes::new);
    }

    private static List<Draft> drafts(SlotTemplate template, List<Occurrence> occurrences) {
        return occurrences.stream()
                .map(occurrence -> new Draft(
                        template.type(),
                        template.location(),
                        occurrence.segments(),
                        template.capacity(),
                        template.release()))
                .toList();
    }

    private static Occurs occurs(Occurrence occurrence) {
        return new Occurs(occurrence.day(), occurrence.begins());
    }

    /** Says of each occurrence what is with it. */
    private static final class Lines {

        private final SlotTemplate template;
        private final Map<Occurs, UUID> done;
        private final BusyTimes busy;
        private final Map<Occurs, String> flaws = new HashMap<>();
        private final Map<Occurs, NewSlot> planned = new HashMap<>();
        private final List<NewSlot> slots = new ArrayList<>();

        Lines(SlotTemplate template, Map<Occurs, UUID> done, List<Occurrence> open, BusyTimes busy, Planned planned) {
            this.template = template;
            this.done = done;
            this.busy = busy;
            planned.flaws().forEach(flaw -> flaws.putIfAbsent(occurs(open.get(flaw.index())), flaw.code()));
            planned.slots().forEach((index, slot) -> this.planned.put(occurs(open.get(index)), slot));
        }

        Plan of(List<Occurrence> occurrences) {
            List<Line> lines = occurrences.stream().map(this::line).toList();
            return new Plan(lines, slots);
        }

        private Line line(Occurrence occurrence) {
            Occurs occurs = occurs(occurrence);
            UUID slot = done.get(occurs);
            if (slot != null) {
                return line(occurrence, Line.State.PUBLISHED, Optional.empty(), Optional.of(slot), Optional.empty());
            }
            Optional<String> reason = occurrence
                    .skipped()
                    .or(() -> Optional.ofNullable(flaws.get(occurs)))
                    .or(() -> busy.overlap(occurrence.segments()) ? Optional.of("slot-overlaps") : Optional.empty());
            if (reason.isPresent()) {
                return line(occurrence, Line.State.SKIPPED, Optional.empty(), Optional.empty(), reason);
            }
            NewSlot publishable = Optional.ofNullable(planned.get(occurs)).orElseThrow();
            slots.add(publishable.from(template.id(), occurrence.day(), occurrence.begins()));
            return line(
                    occurrence,
                    Line.State.PUBLISHABLE,
                    Optional.ofNullable(publishable.opensAt()),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Line line(
                Occurrence occurrence,
                Line.State state,
                Optional<Instant> opensAt,
                Optional<UUID> slot,
                Optional<String> reason) {
            return new Line(occurrence.day(), occurrence.begins(), occurrence.segments(), state, opensAt, slot, reason);
        }
    }
}
