package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/** Changes of published slots: each one conditional statement that also notes who made it, and an entry in the audit log. */
record PublishedSlotStore(Sql sql, AuditLog auditLog) {

    /** Of a slot that has not begun and is not cancelled: nothing else changes. */
    private static final String CHANGEABLE =
            "slot.id = $1 and slot.publication <> 'CANCELLED' and slot.starts_at > clock_timestamp()";

    private static final String NO_CAPACITY_WANTED =
            "wanted_capacity = null, wanted_by = null, wanted_source = null, seat_changes = seat_changes + 1";

    private static final String CANCELLED =
            "publication = 'CANCELLED', closed_at = coalesce(closed_at, clock_timestamp()), " + NO_CAPACITY_WANTED;

    /**
     * What rules need to know of a slot.
     *
     * @param locationThere whether the organisation has the location that was asked about; true when none was
     */
    record Facts(
            String organisation,
            Slot.Publication publication,
            Instant start,
            Instant opensAt,
            List<Slot.Segment> segments,
            String locationId,
            boolean locationThere,
            Instant now) {

        /** Begun or cancelled. */
        boolean over() {
            return publication == Slot.Publication.CANCELLED || !start.isAfter(now);
        }
    }

    /** @param locationId to be looked up; null: none */
    Future<Optional<Facts>> find(UUID slotId, @Nullable String locationId) {
        String select = """
                select slot.organisation_id, slot.publication, slot.starts_at, slot.opens_at, slot.segments,
                       slot.location_id, clock_timestamp(), $2::text is null or exists (
                           select from location
                           where location.id = $2 and location.organisation_id = slot.organisation_id)
                from slot where slot.id = $1""";
        return sql.first(
                select,
                Tuple.of(slotId, locationId),
                row -> new Facts(
                        row.getString(0),
                        Slot.Publication.valueOf(row.getString(1)),
                        row.getOffsetDateTime(2).toInstant(),
                        row.getOffsetDateTime(3).toInstant(),
                        segments(row.getJsonArray(4)),
                        row.getString(5),
                        row.getBoolean(7),
                        row.getOffsetDateTime(6).toInstant()));
    }

    /** Asks for another capacity; false when the slot does not change any more. */
    Future<Boolean> want(Actor by, UUID slotId, int capacity) {
        Author author = Author.of(by);
        String update = """
                with changed as (
                    update slot set wanted_capacity = $2, wanted_by = $3, wanted_source = $4, seat_changes = seat_changes + 1
                    where %s
                    returning id, capacity - withdrawn as former
                )
                insert into slot_change (slot_id, actor, source, change, details)
                select id, $3, $4, 'CAPACITY', jsonb_build_object('from', former, 'to', $2::int) from changed
                """.formatted(CHANGEABLE);
        return one(by, slotId, "CAPACITY", update, Tuple.of(slotId, capacity, author.id(), author.source()));
    }

    /** Closes a published slot; false when it is not published, or does not change any more. */
    Future<Boolean> close(Actor by, UUID slotId) {
        Author author = Author.of(by);
        String update = """
                with changed as (
                    update slot set publication = 'CLOSED', closed_at = clock_timestamp()
                    where %s and slot.publication = 'PUBLISHED'
                    returning id
                )
                insert into slot_change (slot_id, actor, source, change)
                select id, $2, $3, 'CLOSED' from changed
                """.formatted(CHANGEABLE);
        return one(by, slotId, "CLOSED", update, Tuple.of(slotId, author.id(), author.source()));
    }

    /** Opens a closed slot again; false when it is not closed, or does not change any more. */
    Future<Boolean> reopen(Actor by, UUID slotId) {
        Author author = Author.of(by);
        String update = """
                with changed as (
                    update slot set publication = 'PUBLISHED', closed_at = null
                    where %s and slot.publication = 'CLOSED'
                    returning id
                )
                insert into slot_change (slot_id, actor, source, change)
                select id, $2, $3, 'REOPENED' from changed
                """.formatted(CHANGEABLE);
        return one(by, slotId, "REOPENED", update, Tuple.of(slotId, author.id(), author.source()));
    }

    /** Cancels the slot and leaves the job to cancel those in it; empty when it does not change any more. */
    Future<Optional<Job>> cancel(Actor by, UUID slotId, UUID jobId, String reason) {
        Author author = Author.of(by);
        String update = """
                with changed as (
                    update slot set %s where %s returning id, organisation_id
                ), job as (
                    insert into change_job (id, kind, organisation_id, slot_id, reason, actor, source)
                    select $2, 'CANCEL_SLOT', organisation_id, id, $3, $4, $5 from changed
                    returning *
                ), noted as (
                    insert into change_job_slot (job_id, slot_id) select job.id, job.slot_id from job
                ), log as (
                    insert into slot_change (slot_id, actor, source, change, details)
                    select slot_id, $4, $5, 'CANCELLED', jsonb_build_object('reason', $3::text) from job
                )
                select %s from job""".formatted(CANCELLED, CHANGEABLE, JobRows.COLUMNS);
        return job(by, slotId, "CANCELLED", update, Tuple.of(slotId, jobId, reason, author.id(), author.source()));
    }

    /**
     * Moves the slot and leaves the job to tell those in it; empty when it does not change any more.
     *
     * @param segments checked already, but for the time that has passed since
     */
    Future<Optional<Job>> move(
            Actor by, UUID slotId, UUID jobId, List<Slot.Segment> segments, String locationId, String reason) {
        Author author = Author.of(by);
        String update = """
                with former as materialized (
                    select id, segments, location_id from slot where id = $1
                ), changed as (
                    update slot set starts_at = $2, ends_at = $3, segments = $4, location_id = $5
                    from former
                    where %s and former.id = slot.id and $2 > clock_timestamp() and slot.opens_at <= $2
                    returning slot.id, slot.organisation_id, former.segments as former_segments, former.location_id
                ), job as (
                    insert into change_job (id, kind, organisation_id, slot_id, reason, actor, source, former_segments)
                    select $6, 'MOVE_SLOT', organisation_id, id, $7, $8, $9, former_segments from changed
                    returning *
                ), noted as (
                    insert into change_job_slot (job_id, slot_id) select job.id, job.slot_id from job
                ), log as (
                    insert into slot_change (slot_id, actor, source, change, details)
                    select id, $8, $9, 'MOVED', jsonb_build_object(
                        'reason', $7::text, 'from', former_segments, 'to', $4::jsonb, 'fromLocation', location_id,
                        'toLocation', $5::text)
                    from changed
                )
                select %s from job""".formatted(CHANGEABLE, JobRows.COLUMNS);
        Tuple tuple = Tuple.of(
                slotId,
                segments.get(0).start().atOffset(ZoneOffset.UTC),
                segments.get(segments.size() - 1).end().atOffset(ZoneOffset.UTC),
                json(segments),
                locationId,
                jobId);
        tuple.addValue(reason).addValue(author.id()).addValue(author.source());
        return job(by, slotId, "MOVED", update, tuple);
    }

    /**
     * Cancels some of the slots of a day, for the day's job; how many. Whoever changes one of them first is waited for, and
     * it may then be off the day: all that was asked of it is asked again, of what it is by then.
     */
    Future<Integer> cancelSome(Work job, int most) {
        String update = """
                with found as (
                    select slot.id from slot join location on location.id = slot.location_id
                    where slot.organisation_id = $2 and slot.publication <> 'CANCELLED'
                      and slot.starts_at > clock_timestamp()
                      and slot.starts_at between $3::date - interval '1 day' and $3::date + interval '2 days'
                      and (slot.starts_at at time zone location.zone)::date = $3
                    order by slot.id limit $4
                ), changed as (
                    update slot set %s from found
                    where slot.id = found.id and slot.publication <> 'CANCELLED'
                      and slot.starts_at > clock_timestamp()
                      and (slot.starts_at at time zone
                           (select zone from location where location.id = slot.location_id))::date = $3
                    returning slot.id
                ), noted as (
                    insert into change_job_slot (job_id, slot_id) select $1, id from changed on conflict do nothing
                )
                insert into slot_change (slot_id, actor, source, change, details)
                select id, $5, $6, 'CANCELLED', jsonb_build_object('reason', $7::text) from changed""".formatted(CANCELLED);
        Tuple tuple = Tuple.of(
                job.id(),
                job.organisation(),
                job.day(),
                most,
                job.author().id(),
                job.author().source());
        return sql.execute(update, tuple.addValue(job.reason())).map(rows -> rows.rowCount());
    }

    /**
     * Slots that have another capacity than the one that was asked for, in order of their ids; those that do not change any
     * more are left so, and those that somebody is at are left to them.
     */
    Future<List<UUID>> unreached(UUID after, int most) {
        String select = """
                select id from slot
                where wanted_capacity is not null and publication <> 'CANCELLED' and starts_at > clock_timestamp()
                  and id > $1
                  and not exists (select from capacity_turn turn where turn.slot_id = slot.id and turn.until > now())
                order by id limit $2""";
        return sql.execute(select, Tuple.of(after, most))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    /** Forgets what was wanted of slots that have begun. */
    Future<Void> forgetUnreached() {
        String update = "update slot set %s where wanted_capacity is not null and starts_at <= clock_timestamp()"
                .formatted(NO_CAPACITY_WANTED);
        return sql.execute(update, Tuple.tuple()).mapEmpty();
    }

    private Future<Boolean> one(Actor by, UUID slotId, String change, String statement, Tuple tuple) {
        return noted(by, slotId, change, statement, tuple).map(rows -> rows.rowCount() == 1);
    }

    private Future<Optional<Job>> job(Actor by, UUID slotId, String change, String statement, Tuple tuple) {
        return noted(by, slotId, change, statement, tuple)
                .map(rows -> rows.stream().findFirst().map(JobRows::job));
    }

    /** What changed nothing is not noted. */
    private Future<RowSet<Row>> noted(Actor by, UUID slotId, String change, String statement, Tuple tuple) {
        JsonObject what = new JsonObject().put("slot", slotId.toString()).put("change", change);
        return sql.transaction(within -> Sql.on(within, statement, tuple)
                .compose(rows -> rows.rowCount() == 0
                        ? Future.succeededFuture(rows)
                        : auditLog.record(within, AuditEntry.offerChanged(by, what))
                                .map(rows)));
    }

    private static List<Slot.Segment> segments(JsonArray json) {
        return json.stream()
                .map(JsonObject.class::cast)
                .map(segment -> new Slot.Segment(
                        Instant.parse(segment.getString("start")), Instant.parse(segment.getString("end"))))
                .toList();
    }

    private static JsonArray json(List<Slot.Segment> segments) {
        JsonArray array = new JsonArray();
        segments.forEach(segment -> array.add(new JsonObject()
                .put("start", segment.start().toString())
                .put("end", segment.end().toString())));
        return array;
    }

    /** Whether there is such an organisation. */
    Future<Boolean> isOrganisation(String id) {
        return sql.execute("select from organisation where id = $1", Tuple.of(id))
                .map(rows -> rows.size() > 0);
    }
}
