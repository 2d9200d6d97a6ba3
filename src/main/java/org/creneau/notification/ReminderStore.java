package org.creneau.notification;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Who is to be reminded, slot by slot in order of their start, and how far that has come. */
final class ReminderStore {

    private final Sql sql;

    ReminderStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * How far it has come.
     *
     * @param start of the slot, as PostgreSQL writes it
     * @param seat the last one that was looked at; {@link Integer#MAX_VALUE}: all
     */
    record Position(String start, UUID slotId, int seat) {}

    Future<Position> position() {
        String select = "select reminded_start::text, reminded_slot, reminded_seat from booking_mail_progress";
        return sql.first(
                        select, Tuple.tuple(), row -> new Position(row.getString(0), row.getUUID(1), row.getInteger(2)))
                .map(Optional::orElseThrow);
    }

    /** A slot whose clients are to be reminded. */
    record Due(Position position, AppointmentRows.Facts facts) {}

    /** The slot at a position or the next one that starts after now and before so many hours are over. */
    Future<Optional<Due>> next(Position after, int hours) {
        String select = """
                select next.id, next.starts_at::text as start, next.id = $2 as same, %s
                from (
                    select id, starts_at from slot
                    where starts_at >= $1::text::timestamptz
                      and starts_at > now()
                      and starts_at <= now() + $4::int * interval '1 hour'
                      and ((starts_at, id) > ($1::text::timestamptz, $2) or id = $2 and $3 < 2147483647)
                    order by starts_at, id
                    limit 1
                ) next
                cross join lateral (%s) place
                """.formatted(AppointmentRows.COLUMNS, AppointmentRows.appointment("next.id"));
        Tuple parameters = Tuple.of(after.start(), after.slotId(), after.seat(), hours);
        return sql.first(select, parameters, row -> {
            int seat = row.getBoolean("same") ? after.seat() : -1;
            return new Due(new Position(row.getString("start"), row.getUUID("id"), seat), AppointmentRows.facts(row));
        });
    }

    /** Somebody in a slot; without an address, there is nobody to write to. */
    record Guest(
            int seat,
            UUID bookingId,
            UUID clientId,
            @Nullable String email,
            @Nullable String language) {}

    /** Who was in the slot before it was time to remind them, and still is. */
    Future<List<Guest>> guests(Position after, int hours, int limit) {
        String select = """
                select b.seat, b.id, b.client_id, who.email, who.language
                from (
                    select id, seat, client_id from booking
                    where slot_id = $2 and seat > $3 and state = 'BOOKED'
                      and created_at <= $1::text::timestamptz - $4::int * interval '1 hour'
                    order by seat
                    limit $5
                ) b
                left join lateral (%s) who on true
                order by b.seat
                """.formatted(AppointmentRows.recipient("b.client_id"));
        return sql.execute(select, Tuple.of(after.start(), after.slotId(), after.seat(), hours, limit))
                .map(rows -> rows.stream()
                        .map(row -> new Guest(
                                row.getInteger(0), row.getUUID(1), row.getUUID(2), row.getString(3), row.getString(4)))
                        .toList());
    }

    /** The number that a booking has in its client's calendar does not matter here: reminders have no calendar file. */
    Future<Boolean> advance(SqlClient within, Position from, Position to) {
        String update = """
                update booking_mail_progress
                set reminded_start = $4::text::timestamptz, reminded_slot = $5, reminded_seat = $6
                where reminded_start = $1::text::timestamptz and reminded_slot = $2 and reminded_seat = $3
                """;
        Tuple parameters = Tuple.of(from.start(), from.slotId(), from.seat(), to.start(), to.slotId(), to.seat());
        return Sql.on(within, update, parameters).map(rows -> rows.rowCount() == 1);
    }
}
