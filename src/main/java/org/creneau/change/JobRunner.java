package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.creneau.booking.SlotSeats;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Overloaded;
import org.creneau.core.Rounds;
import org.creneau.core.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the jobs that are due, one batch of each after the other, so that a small job does not wait for a large one.
 * All nodes do it; a job of a node that died is due again when its lease is over. Each step can be done twice.
 */
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    /** Jobs that begin together. */
    private static final int MOST_JOBS = 20;

    /** Slots of a day that are cancelled in one statement. */
    private static final int MOST_SLOTS = 200;

    /** Between two batches, so that people who book have the better part of PostgreSQL. */
    private static final long PAUSE_MILLIS = 10;

    private static final long FAILED_PAUSE_MILLIS = 200;
    private static final long AWAY_PAUSE_MILLIS = 1000;

    /** SQL states of what rows can be wrong in: values, constraints, triggers. Nothing else is the fault of a booking. */
    private static final List<String> OF_A_BOOKING = List.of("22", "23", "P0");

    private final Vertx vertx;
    private final PublishedSlotStore slots;
    private final JobStore jobs;
    private final BatchChanges batches;
    private final Stillness stillness;
    private final Supplier<Future<Void>> refreshed;
    private final long leaseMillis;
    private final long timeoutMillis;

    /**
     * @param refreshed reads changed slots into this node's memory
     * @param leaseMillis after which another node takes a job that nobody got on with
     * @param timeoutMillis how long Redis is waited for
     */
    JobRunner(
            Vertx vertx,
            PublishedSlotStore slots,
            JobStore jobs,
            BatchChanges batches,
            Stillness stillness,
            Supplier<Future<Void>> refreshed,
            long leaseMillis,
            long timeoutMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.jobs = jobs;
        this.batches = batches;
        this.stillness = stillness;
        this.refreshed = refreshed;
        this.leaseMillis = leaseMillis;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Lets waiting jobs begin, as soon as nobody is on the way into one of their slots any more. When that takes longer than
     * the lease, they go on waiting and are claimed again.
     */
    Future<Void> begin() {
        return jobs.claim(Job.State.WAITING, MOST_JOBS, leaseMillis).compose(waiting -> {
            if (waiting.isEmpty()) {
                return Future.succeededFuture();
            }
            List<Work> ready = new ArrayList<>();
            return Future.join(waiting.stream()
                            .map(job -> collect(job)
                                    .onSuccess(done -> ready.add(job))
                                    .transform(done ->
                                            done.succeeded() ? Future.succeededFuture() : putOff(job, done.cause())))
                            .toList())
                    .transform(all -> ready.isEmpty() ? Future.<Void>succeededFuture() : run(ready));
        });
    }

    /** Fixes what the job is about. */
    private Future<Void> collect(Work job) {
        return job.kind() == Job.Kind.CANCEL_DAY
                ? Rounds.whileTrue(() -> slots.cancelSome(job, MOST_SLOTS).map(some -> some > 0))
                : Future.succeededFuture();
    }

    /** By itself, so that it holds up none of those that were claimed with it. */
    private Future<Void> putOff(Work job, Throwable failure) {
        log.warn("job {} ({}) cannot begin: {}", job.id(), job.kind(), failure.toString());
        return jobs.failed(job.id(), String.valueOf(failure.getMessage()), true, AWAY_PAUSE_MILLIS);
    }

    private Future<Void> run(List<Work> ready) {
        boolean days = ready.stream().anyMatch(job -> job.kind() == Job.Kind.CANCEL_DAY);
        Future<Void> read = days ? refreshed.get().otherwiseEmpty() : Future.succeededFuture();
        return read.compose(done -> stillness.reached(leaseMillis))
                .compose(still -> Future.join(ready.stream().map(jobs::run).toList()))
                .mapEmpty();
    }

    /** Goes on until nothing is due. */
    Future<Void> work() {
        return Rounds.whileTrue(() -> jobs.claim(Job.State.RUNNING, 1, leaseMillis)
                .compose(due -> due.isEmpty()
                        ? Future.succeededFuture(false)
                        : step(due.get(0))
                                .compose(done -> vertx.timer(PAUSE_MILLIS).map(true))));
    }

    private Future<Void> step(Work job) {
        return jobs.nextSlot(job.id()).compose(slot -> slot.isEmpty() ? finish(job) : next(job, slot.get()));
    }

    private Future<Void> finish(Work job) {
        log.info("job {} ({}) is done", job.id(), job.kind());
        return jobs.finish(job.id());
    }

    private Future<Void> next(Work job, UUID slotId) {
        return batches.next(job, slotId, job.batchSize()).transform(done -> {
            if (done.failed()) {
                return failed(job, slotId, done.cause());
            }
            BatchChanges.Batch batch = done.result();
            Future<Void> noted = batch.due() == 0 ? jobs.finishSlot(job.id(), slotId) : told(slotId, batch);
            return noted.compose(told -> jobs.dueAgain(job.id()));
        });
    }

    private Future<Void> told(UUID slotId, BatchChanges.Batch batch) {
        return batch.freed().isEmpty()
                ? Future.succeededFuture()
                : SlotSeats.GIVE_BACK
                        .request(vertx, new SlotSeats.GiveBack(slotId, batch.freed()), timeoutMillis)
                        .transform(heard -> Future.succeededFuture()); // else the sweeper finds it
    }

    private static boolean ofABooking(Throwable failure) {
        return failure instanceof DatabaseException refused
                && refused.getSqlState() != null
                && OF_A_BOOKING.stream().anyMatch(refused.getSqlState()::startsWith);
    }

    private Future<Void> failed(Work job, UUID slotId, Throwable failure) {
        String error = String.valueOf(failure.getMessage());
        if (DatabaseFailures.tookTooLong(failure)) { // fewer are done sooner
            return jobs.failed(job.id(), error, job.attempts() < Work.ALONE, AWAY_PAUSE_MILLIS);
        }
        if (failure instanceof Unavailable || failure instanceof Overloaded) {
            return jobs.failed(job.id(), error, false, AWAY_PAUSE_MILLIS);
        }
        log.warn("job {} ({}), slot {}: a batch failed", job.id(), job.kind(), slotId, failure);
        if (!ofABooking(failure)) {
            return jobs.failed(job.id(), error, false, AWAY_PAUSE_MILLIS);
        }
        return job.attempts() < Work.ALONE
                ? jobs.failed(job.id(), error, true, FAILED_PAUSE_MILLIS)
                : jobs.giveUpFirst(job.id(), slotId);
    }
}
