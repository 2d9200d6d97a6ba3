package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Reference;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** What happened to bookings, from their history. */
final class BookingEventReads {

    /**
     * Lookups are lateral, and barred from being rearranged, so that they are lookups by key whatever the planner thinks
     * of the parameters. A hold is told when it is confirmed, and not at all when it never is.
     */
    private static final String CHANGES = """
            select h.at, h.to_state, h.source, b.id as booking_id, b.client_id, b.slot_id, s.type_id, s.organisation_id,
                   s.location_id, s.starts_at, s.ends_at, former.id as former_id, former.slot_id as former_slot_id,
                   coalesce(known.thread, former.id, b.id) as thread
            from (
                select id, booking_id, at, source, to_state from booking_history
                where id > $1 and id <= $2
                  and (to_state = 'BOOKED' and coalesce(from_state, 'HELD') = 'HELD'
                       or to_state = 'CANCELLED' and from_state = 'BOOKED'
                       or to_state in ('COMPLETED', 'MISSED'))
                offset 0
            ) h
            cross join lateral (
                select id, client_id, slot_id from booking where booking.id = h.booking_id offset 0
            ) b
            cross join lateral (
                select type_id, organisation_id, location_id, starts_at, ends_at from slot where slot.id = b.slot_id offset 0
            ) s
            left join lateral (
                select moved.id, moved.slot_id from booking moved
                where moved.client_id = b.client_id and moved.rescheduled_to = b.id and h.to_state = 'BOOKED'
                limit 1
            ) former on true
            left join lateral (
                select thread from event where event.booking_id = coalesce(former.id, b.id) limit 1
            ) known on true
            where %s
            order by h.id
            """.formatted(Followed.organisation("s.organisation_id"));

    /** Slots of which a seat was taken or given back. */
    private static final String TOUCHED = """
            select distinct b.slot_id
            from (select booking_id from booking_history where id > $1 and id <= $2 offset 0) h
            cross join lateral (select slot_id from booking where booking.id = h.booking_id offset 0) b
            order by b.slot_id
            """;

    private BookingEventReads() {}

    /**
     * One change of a booking.
     *
     * @param thread as far as the events tell that are written already
     * @param formerId the booking whose place it took
     */
    record Change(UUID bookingId, UUID thread, @Nullable UUID formerId, Row row) {

        private static Change read(Row row) {
            return new Change(row.getUUID("booking_id"), row.getUUID("thread"), row.getUUID("former_id"), row);
        }

        Draft draft(UUID actualThread) {
            return new Draft(
                    Ids.next(),
                    row.getString("organisation_id"),
                    kind(),
                    actualThread,
                    bookingId,
                    row.getOffsetDateTime("at").toInstant(),
                    data());
        }

        private EventKind kind() {
            return switch (row.getString("to_state")) {
                case "BOOKED" -> formerId == null ? EventKind.BOOKING_CREATED : EventKind.BOOKING_MOVED;
                case "CANCELLED" -> EventKind.BOOKING_CANCELLED;
                default -> EventKind.BOOKING_ATTENDED;
            };
        }

        private JsonObject data() {
            JsonObject data = new JsonObject()
                    .put("bookingId", bookingId.toString())
                    .put("reference", Reference.of(bookingId))
                    .put("clientId", row.getUUID("client_id").toString())
                    .put("slotId", row.getUUID("slot_id").toString())
                    .put("appointmentType", row.getString("type_id"))
                    .put("organisation", row.getString("organisation_id"))
                    .put("location", row.getString("location_id"))
                    .put("start", time(row, "starts_at"))
                    .put("end", time(row, "ends_at"))
                    .put("state", row.getString("to_state"))
                    .put("source", row.getString("source"));
            if (formerId != null) {
                data.put("formerBookingId", formerId.toString())
                        .put("formerSlotId", row.getUUID("former_slot_id").toString());
            }
            if (kind() == EventKind.BOOKING_ATTENDED) {
                data.put("attended", row.getString("to_state").equals("COMPLETED"));
            }
            return data;
        }
    }

    static String time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant().toString();
    }

    /** What is told of the history after one number and up to another, in order. */
    static Future<List<Change>> changes(SqlClient within, long after, long upTo) {
        return Sql.on(within, CHANGES, Tuple.of(after, upTo))
                .map(rows -> rows.stream().map(Change::read).toList());
    }

    static Future<List<UUID>> touchedSlots(SqlClient within, long after, long upTo) {
        return Sql.on(within, TOUCHED, Tuple.of(after, upTo))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }
}
