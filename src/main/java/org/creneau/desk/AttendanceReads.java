package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.booking.BookingState;
import org.creneau.core.Sql;
import org.creneau.desk.Attendances.Entry;
import org.creneau.desk.Attendances.Person;
import org.jspecify.annotations.Nullable;

/**
 * Who is expected in a slot, out of PostgreSQL.
 *
 * @param correctionDays from the slot's end; so long a list is of use to those who mark it
 */
record AttendanceReads(Sql sql, AuditLog auditLog, int correctionDays) {

    /** The same order however names are written; who has no name comes last. */
    private static final String ORDER = """
            file.family_name is null, coalesce(name_key(file.family_name), '') collate "C",
            coalesce(name_key(file.given_name), '') collate "C", booking.id""";

    /**
     * With who it is as long as the list can be corrected, and afterwards for organisations that may still use the file.
     * The order is that of what is shown.
     */
    private static final String FROM = """
            from booking join slot on slot.id = booking.slot_id
            left join registration file on file.client_id = booking.client_id
                and ($3::text is null or slot.ends_at > clock_timestamp() - make_interval(days => $4::int)
                     or exists (select from consent where consent.client_id = booking.client_id
                                and consent.organisation_id = $3 and consent.withdrawn_at is null))""";

    /**
     * A page of the list; that it was seen is in the audit log.
     *
     * @param after the booking with which the page before ended; null: the first page
     */
    Future<List<Entry>> page(Actor by, UUID slotId, int limit, @Nullable UUID after) {
        String only = Access.onlyFor(by).orElse(null);
        String select = """
                select booking.id, booking.client_id, booking.seat, booking.state, file.number, file.family_name,
                       file.given_name
                %1$s
                where booking.slot_id = $1 and booking.state in ('BOOKED', 'ENDED', 'COMPLETED', 'MISSED')
                  and ($2::uuid is null or (%2$s) > (select %2$s %1$s where booking.id = $2))
                order by %2$s
                limit $5""".formatted(FROM, ORDER);
        AuditEntry seen =
                AuditEntry.by(by, null, Action.ATTENDANCE_VIEWED, new JsonObject().put("slot", slotId.toString()));
        return sql.transaction(within -> auditLog.record(within, seen)
                .compose(noted -> Sql.on(within, select, Tuple.of(slotId, after, only, correctionDays, limit)))
                .map(rows -> rows.stream().map(AttendanceReads::entry).toList()));
    }

    private static Entry entry(Row row) {
        Long number = row.getLong("number");
        return new Entry(
                row.getUUID("id"),
                row.getUUID("client_id"),
                row.getInteger("seat"),
                BookingState.valueOf(row.getString("state")),
                number == null ? null : new Person(number, row.getString("family_name"), row.getString("given_name")));
    }
}
