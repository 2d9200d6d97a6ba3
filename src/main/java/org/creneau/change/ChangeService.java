package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.booking.SlotSeats;
import org.creneau.change.Changes.Cancel;
import org.creneau.change.Changes.CancelDay;
import org.creneau.change.Changes.CapacityResult;
import org.creneau.change.Changes.Close;
import org.creneau.change.Changes.FindJob;
import org.creneau.change.Changes.FindJobResult;
import org.creneau.change.Changes.JobResult;
import org.creneau.change.Changes.ListJobs;
import org.creneau.change.Changes.ListJobsResult;
import org.creneau.change.Changes.Move;
import org.creneau.change.Changes.PublicationResult;
import org.creneau.change.Changes.Reopen;
import org.creneau.change.Changes.SetCapacity;
import org.creneau.change.PublishedSlotStore.Facts;
import org.creneau.core.DatabaseClock;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.slot.Slot.Publication;
import org.jspecify.annotations.Nullable;

/** The rules of {@link Changes}. What a change means for those who are in the slot is done by {@link JobRunner}. */
final class ChangeService {

    private final Vertx vertx;
    private final PublishedSlotStore slots;
    private final JobStore jobs;
    private final Stillness stillness;
    private final DatabaseClock clock;
    private final Supplier<Future<Void>> refreshed;
    private final long timeoutMillis;

    /**
     * @param refreshed reads changed slots into this node's memory
     * @param timeoutMillis of a request
     */
    ChangeService(
            Vertx vertx,
            PublishedSlotStore slots,
            JobStore jobs,
            Stillness stillness,
            DatabaseClock clock,
            Supplier<Future<Void>> refreshed,
            long timeoutMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.jobs = jobs;
        this.stillness = stillness;
        this.clock = clock;
        this.refreshed = refreshed;
        this.timeoutMillis = timeoutMillis;
    }

    /** The slot if the actor works for its organisation, which decides whether it is there. */
    private Future<Optional<Facts>> find(Actor actor, UUID slotId, @Nullable String locationId) {
        return slots.find(slotId, locationId)
                .map(found -> found.filter(slot -> Access.worksFor(actor, slot.organisation())));
    }

    /** Other nodes read it within their pause; that this one cannot right now does not undo the change. */
    private <T> Future<T> afterRefresh(T result) {
        return refreshed.get().transform(read -> Future.succeededFuture(result));
    }

    Future<CapacityResult> setCapacity(SetCapacity command) {
        return find(command.actor(), command.slotId(), null).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new CapacityResult.NotFound());
            }
            return slots.want(command.actor(), command.slotId(), command.capacity())
                    .compose(
                            wanted -> wanted ? adjust(command) : Future.succeededFuture(new CapacityResult.SlotOver()));
        });
    }

    private Future<CapacityResult> adjust(SetCapacity command) {
        return SlotSeats.ADJUST
                .request(vertx, new SlotSeats.Adjust(command.slotId()), timeoutMillis)
                .compose(adjusted -> afterRefresh(new CapacityResult.Set(
                        command.slotId(), adjusted.capacity(), adjusted.wanted(), adjusted.withdrawn())));
    }

    Future<PublicationResult> close(Close command) {
        return publish(
                command.actor(),
                command.slotId(),
                Publication.CLOSED,
                () -> slots.close(command.actor(), command.slotId()));
    }

    Future<PublicationResult> reopen(Reopen command) {
        return publish(
                command.actor(),
                command.slotId(),
                Publication.PUBLISHED,
                () -> slots.reopen(command.actor(), command.slotId()));
    }

    /** A slot that is so already stays so, and the answer is the same: the first one may have been lost. */
    private Future<PublicationResult> publish(
            Actor actor, UUID slotId, Publication wanted, Supplier<Future<Boolean>> change) {
        return find(actor, slotId, null).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new PublicationResult.NotFound());
            }
            if (found.get().over()) {
                return Future.succeededFuture(new PublicationResult.SlotOver());
            }
            Future<Boolean> done = found.get().publication() == wanted ? Future.succeededFuture(true) : change.get();
            return done.compose(changed -> changed
                    ? settled(slotId, wanted)
                    // Somebody was faster, or it has begun: what it is now tells.
                    : publish(actor, slotId, wanted, () -> Future.succeededFuture(true)));
        });
    }

    private Future<PublicationResult> settled(UUID slotId, Publication publication) {
        PublicationResult result = new PublicationResult.Now(slotId, publication);
        return afterRefresh(result)
                .compose(read -> publication == Publication.CLOSED
                        ? stillness.reached(timeoutMillis).map(result)
                        : Future.succeededFuture(result));
    }

    Future<JobResult> cancel(Cancel command) {
        return find(command.actor(), command.slotId(), null).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new JobResult.NotFound());
            }
            return slots.cancel(command.actor(), command.slotId(), Ids.next(), command.reason())
                    .compose(job -> job.isPresent() ? begun(job.get()) : before(command.slotId()));
        });
    }

    /** It was cancelled before, perhaps by this very request: the same job again. */
    private Future<JobResult> before(UUID slotId) {
        return jobs.cancelling(slotId)
                .map(job -> job.<JobResult>map(JobResult.Begun::new).orElseGet(JobResult.SlotOver::new));
    }

    private Future<JobResult> begun(Job job) {
        return afterRefresh(new JobResult.Begun(job));
    }

    Future<JobResult> move(Move command) {
        return find(command.actor(), command.slotId(), command.locationId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new JobResult.NotFound());
            }
            Facts slot = found.get();
            if (slot.over()) {
                return Future.succeededFuture(new JobResult.SlotOver());
            }
            List<FieldProblem> problems = MoveRules.check(command, slot);
            if (!problems.isEmpty()) {
                return Future.succeededFuture(new JobResult.Invalid(problems));
            }
            String location = command.locationId() == null ? slot.locationId() : command.locationId();
            return slots.move(
                            command.actor(),
                            command.slotId(),
                            Ids.next(),
                            command.segments(),
                            location,
                            command.reason())
                    .compose(job ->
                            job.isPresent() ? begun(job.get()) : Future.succeededFuture(new JobResult.SlotOver()));
        });
    }

    Future<JobResult> cancelDay(CancelDay command) {
        if (!Access.worksFor(command.actor(), command.organisation())) {
            return Future.succeededFuture(new JobResult.NotFound());
        }
        Instant now = clock.now();
        // It is over everywhere a day after it is in UTC.
        if (command.day().isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1))) {
            return Future.succeededFuture(new JobResult.Invalid(List.of(new FieldProblem("/date", "day-in-past"))));
        }
        return slots.isOrganisation(command.organisation())
                .compose(there -> there
                        ? jobs.addDay(
                                        command.actor(),
                                        Ids.next(),
                                        command.organisation(),
                                        command.day(),
                                        command.reason())
                                .map(JobResult.Begun::new)
                        : Future.succeededFuture(new JobResult.NotFound()));
    }

    Future<FindJobResult> findJob(FindJob command) {
        return jobs.find(command.jobId())
                .map(found -> found.filter(job -> Access.worksFor(command.actor(), job.organisation()))
                        .<FindJobResult>map(FindJobResult.Found::new)
                        .orElseGet(FindJobResult.NotFound::new));
    }

    Future<ListJobsResult> listJobs(ListJobs command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListJobsResult.BadCursor());
        }
        int limit = command.limit();
        return jobs.list(
                        Access.onlyFor(command.actor()).orElse(null),
                        limit + 1,
                        start.get().after())
                .map(found -> new ListJobsResult.Found(Page.cut(found, limit, Job::id)));
    }
}
