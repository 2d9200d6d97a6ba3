package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** The history of bookings, read in order, and how far it has been told. */
final class HistoryStore {

    /**
     * Whom to write to: as registered, else as in the account. Clients without an address drop out here, before anything
     * else is looked up for them. Lookups are lateral, and barred from being rearranged, so that they are lookups by key
     * whatever the planner thinks of the parameters.
     */
    private static final String WINDOW = """
            select h.id, h.to_state, b.id as booking_id, b.client_id, who.email, who.language,
                   former.id as former_id, former.segments as former_segments, event.event_id, event.sequence,
                   job.reason, job.former_segments as segments_before, flag.booking_id is not null as overlapping, %s
            from (
                select id, booking_id, to_state, job_id from booking_history
                where id > $1 and id <= $2
                  and (to_state = 'BOOKED' or to_state = 'CANCELLED' and from_state = 'BOOKED')
                offset 0
            ) h
            cross join lateral (
                select id, client_id, slot_id from booking where booking.id = h.booking_id offset 0
            ) b
            cross join lateral (%s) who
            cross join lateral (%s) place
            left join lateral (
                select moved.id, slot.segments
                from booking moved
                left join slot on slot.id = moved.slot_id
                where moved.client_id = b.client_id and moved.rescheduled_to = b.id and h.to_state = 'BOOKED'
                  and h.job_id is null
                limit 1
            ) former on true
            left join lateral (
                select reason, former_segments from change_job where change_job.id = h.job_id offset 0
            ) job on true
            left join lateral (
                select booking_id from booking_flag
                where booking_flag.booking_id = b.id and booking_flag.reason = 'OVERLAPPING' and h.job_id is not null
                offset 0
            ) flag on true
            left join lateral (
                select event_id, sequence from calendar_event
                where calendar_event.booking_id = coalesce(former.id, b.id)
                offset 0
            ) event on true
            where place.ends_at > now()
            order by h.id
            """.formatted(
                    AppointmentRows.COLUMNS,
                    AppointmentRows.recipient("b.client_id"),
                    AppointmentRows.appointment("b.slot_id"));

    private final Sql sql;

    HistoryStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Something that was done to a booking of somebody who has an address.
     *
     * @param cancelled else it was booked
     * @param former the booking that it took the place of
     * @param eventId of the calendar's event of the former booking, else of this one; null: the booking's own id
     * @param sequence the last number that the event had
     */
    record Change(
            long id,
            boolean cancelled,
            UUID bookingId,
            UUID clientId,
            String email,
            String language,
            @Nullable UUID former,
            List<Appointment.Segment> formerSegments,
            @Nullable UUID eventId,
            int sequence,
            @Nullable Cause cause,
            AppointmentRows.Facts facts) {}

    /**
     * What the organisation did to the slot with everybody in it.
     *
     * @param segments of the slot before it was moved; else empty
     * @param overlapping whether it overlaps another booking of the client now
     */
    record Cause(String reason, List<Appointment.Segment> segments, boolean overlapping) {}

    /** Up to where everything was told, by whichever node. */
    Future<Long> told() {
        return sql.first("select history_id from booking_mail_progress", Tuple.tuple(), row -> row.getLong(0))
                .map(Optional::orElseThrow);
    }

    /** The changes after one number and up to another, in order. */
    Future<List<Change>> changes(long after, long upTo) {
        return sql.execute(WINDOW, Tuple.of(after, upTo))
                .map(rows -> rows.stream().map(HistoryStore::change).toList());
    }

    private static Change change(Row row) {
        UUID former = row.getUUID("former_id");
        Integer sequence = row.getInteger("sequence");
        return new Change(
                row.getLong("id"),
                row.getString("to_state").equals("CANCELLED"),
                row.getUUID("booking_id"),
                row.getUUID("client_id"),
                row.getString("email"),
                row.getString("language"),
                former,
                former == null || row.getJsonArray("former_segments") == null
                        ? List.of()
                        : Appointment.segments(row.getJsonArray("former_segments")),
                row.getUUID("event_id"),
                sequence == null ? 0 : sequence,
                cause(row),
                AppointmentRows.facts(row));
    }

    private static @Nullable Cause cause(Row row) {
        String reason = row.getString("reason");
        JsonArray before = row.getJsonArray("segments_before");
        return reason == null
                ? null
                : new Cause(
                        reason,
                        before == null ? List.of() : Appointment.segments(before),
                        row.getBoolean("overlapping"));
    }

    /** A booking that continues the event of another one, or its own, in the client's calendar. */
    record Continued(UUID bookingId, UUID eventId, int sequence) {}

    /** Whether this call moved the mark on; false when another node did it first. */
    Future<Boolean> advance(SqlClient within, long from, long to) {
        String update = "update booking_mail_progress set history_id = $2 where history_id = $1";
        return Sql.on(within, update, Tuple.of(from, to)).map(rows -> rows.rowCount() == 1);
    }

    Future<Void> addContinued(SqlClient within, List<Continued> continued) {
        if (continued.isEmpty()) {
            return Future.succeededFuture();
        }
        String insert = """
                insert into calendar_event (booking_id, event_id, sequence)
                values ($1, $2, $3)
                on conflict (booking_id) do update set sequence = greatest(calendar_event.sequence, excluded.sequence)
                """;
        return within.preparedQuery(insert)
                .executeBatch(continued.stream()
                        .map(one -> Tuple.of(one.bookingId(), one.eventId(), one.sequence()))
                        .toList())
                .mapEmpty();
    }
}
