package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Jobs in PostgreSQL: who is at which, and how far it is. A node that takes one makes it due later, and may die with it:
 * then another one takes it when it is due.
 */
record JobStore(Sql sql, AuditLog auditLog) {

    private static final int ERROR_LENGTH = 500;

    Future<Optional<Job>> find(UUID id) {
        return sql.first(
                "select %s from change_job where id = $1".formatted(JobRows.COLUMNS), Tuple.of(id), JobRows::job);
    }

    /** The job that cancelled a slot, by itself or with its day; empty when it was not cancelled by one. */
    Future<Optional<Job>> cancelling(UUID slotId) {
        String select = """
                select %s from change_job
                where kind <> 'MOVE_SLOT' and id in (select job_id from change_job_slot where slot_id = $1)
                order by id desc limit 1""".formatted(JobRows.COLUMNS);
        return sql.first(select, Tuple.of(slotId), JobRows::job);
    }

    /**
     * Jobs, newest first.
     *
     * @param organisation null: of all
     * @param before null: from the newest on
     */
    Future<List<Job>> list(@Nullable String organisation, int limit, @Nullable UUID before) {
        String select = """
                select %s from change_job
                where ($1::text is null or organisation_id = $1) and ($2::uuid is null or id < $2)
                order by id desc limit $3""".formatted(JobRows.COLUMNS);
        return sql.execute(select, Tuple.of(organisation, before, limit))
                .map(rows -> rows.stream().map(JobRows::job).toList());
    }

    /** The slots of the day are in the history of slots when the job gets to them. */
    Future<Job> addDay(Actor by, UUID id, String organisation, LocalDate day, String reason) {
        String insert = """
                insert into change_job (id, kind, organisation_id, day, reason, actor, source)
                values ($1, 'CANCEL_DAY', $2, $3, $4, $5, $6)
                returning %s""".formatted(JobRows.COLUMNS);
        Author author = Author.of(by);
        Tuple values = Tuple.of(id, organisation, day, reason, author.id(), author.source());
        JsonObject what = new JsonObject()
                .put("organisation", organisation)
                .put("day", day.toString())
                .put("change", "CANCELLED")
                .put("job", id.toString());
        return sql.transaction(within -> Sql.on(within, insert, values)
                .compose(rows -> auditLog.record(within, AuditEntry.offerChanged(by, what))
                        .map(noted -> JobRows.job(rows.iterator().next()))));
    }

    /** Takes jobs in this state that are due, the one that has waited for longest first. */
    Future<List<Work>> claim(Job.State state, int most, long leaseMillis) {
        String update = """
                update change_job set due_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
                where id = any (array(
                        select id from change_job
                        where state <> 'DONE' and state = $1 and due_at <= clock_timestamp()
                        order by due_at limit $2))
                  and state = $1 and due_at <= clock_timestamp()
                returning %s""".formatted(JobRows.WORK);
        return sql.execute(update, Tuple.of(state.name(), most, leaseMillis))
                .map(rows -> rows.stream().map(JobRows::work).toList());
    }

    /** What the job is about is fixed: it can begin. Does nothing when another node has let it begin. */
    Future<Void> run(Work job) {
        String update = """
                update change_job set state = 'RUNNING', due_at = clock_timestamp(), attempts = 0, last_error = null, total = (
                    select count(*) from change_job_slot position
                    cross join lateral (
                        select from booking
                        where booking.slot_id = position.slot_id and %s
                        offset 0
                    ) b
                    where position.job_id = $1)
                where id = $1 and state = 'WAITING'""".formatted(BatchChanges.TO_DO);
        return sql.execute(update, Tuple.of(job.id())).mapEmpty();
    }

    /** A slot that the job has not finished. */
    Future<Optional<UUID>> nextSlot(UUID jobId) {
        String select =
                "select slot_id from change_job_slot where job_id = $1 and not finished order by slot_id limit 1";
        return sql.first(select, Tuple.of(jobId), row -> row.getUUID(0));
    }

    /** Nobody is left in the slot of whom the job is. */
    Future<Void> finishSlot(UUID jobId, UUID slotId) {
        String update =
                "update change_job_slot set finished = true where job_id = $1 and slot_id = $2 and not finished";
        return sql.execute(update, Tuple.of(jobId, slotId)).mapEmpty();
    }

    Future<Void> finish(UUID jobId) {
        String update = """
                update change_job set state = 'DONE', finished_at = clock_timestamp(), total = done + cardinality(failed),
                    attempts = 0, last_error = null
                where id = $1 and state = 'RUNNING'""";
        return sql.execute(update, Tuple.of(jobId)).mapEmpty();
    }

    /** It is due again at once. */
    Future<Void> dueAgain(UUID jobId) {
        return sql.execute("update change_job set due_at = clock_timestamp() where id = $1", Tuple.of(jobId))
                .mapEmpty();
    }

    /**
     * It did not get on, and is tried again later.
     *
     * @param attempt whether it counts as one: not when a server is away, or somebody else in the way
     */
    Future<Void> failed(UUID jobId, String error, boolean attempt, long pauseMillis) {
        String update = """
                update change_job set attempts = attempts + case when $3 then 1 else 0 end, last_error = $2,
                    due_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
                where id = $1 and state <> 'DONE'""";
        String bounded = error.length() <= ERROR_LENGTH ? error : error.substring(0, ERROR_LENGTH);
        return sql.execute(update, Tuple.of(jobId, bounded, attempt, pauseMillis))
                .mapEmpty();
    }

    /** The bookings to which a job has done nothing yet, the first of a slot: it is the one that cannot be changed. */
    Future<Void> giveUpFirst(UUID jobId, UUID slotId) {
        String update = """
                update change_job set due_at = clock_timestamp(), attempts = 0, failed = failed || array(
                    select booking.id from booking
                    join change_job_slot position on position.job_id = $1 and position.slot_id = booking.slot_id
                    where booking.slot_id = $2 and %s
                    order by booking.seat limit 1)
                where id = $1 and state = 'RUNNING'""".formatted(BatchChanges.TO_DO);
        return sql.execute(update, Tuple.of(jobId, slotId)).mapEmpty();
    }
}
