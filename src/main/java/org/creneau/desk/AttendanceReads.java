package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.access.Consents;
import org.creneau.access.PresentClients;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.booking.BookingState;
import org.creneau.core.Sql;
import org.creneau.desk.Attendances.Entry;
import org.creneau.desk.Attendances.Person;
import org.creneau.desk.Clients.Flag;
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

    /** Whether who asks may use the file: the ministry, and the organisations that the client lets. */
    private static final String USABLE = "($3::text is null or " + Consents.isGiven("booking.client_id", "$3") + ")";

    /**
     * Whether is shown who it is: as long as the list can be corrected, and afterwards to organisations that may still use
     * the file; of who is being erased, only that the seat is taken.
     */
    private static final String SHOWN = """
            (client.id is not null and (slot.ends_at > clock_timestamp() - make_interval(days => $4::int) or %s))""".formatted(USABLE);

    /** The order is that of what is shown. */
    private static final String FROM = """
            from booking join slot on slot.id = booking.slot_id
            left join client on client.id = booking.client_id and %s
            left join registration file on file.client_id = client.id and %s""".formatted(PresentClients.IS_THERE, SHOWN);

    /**
     * A page of the list; that it was seen is in the audit log.
     *
     * @param after the booking with which the page before ended; null: the first page
     */
    Future<List<Entry>> page(Actor by, UUID slotId, int limit, @Nullable UUID after) {
        String only = Access.onlyFor(by).orElse(null);
        String select = """
                select booking.id, booking.client_id, booking.seat, booking.state, file.family_name, file.given_name,
                       case when %3$s then file.number end as number, %3$s as usable, %4$s as shown
                %1$s
                where booking.slot_id = $1 and booking.state in ('BOOKED', 'ENDED', 'COMPLETED', 'MISSED')
                  and ($2::uuid is null or (%2$s) > (select %2$s %1$s where booking.id = $2))
                order by %2$s
                limit $5""".formatted(FROM, ORDER, USABLE, SHOWN);
        AuditEntry seen =
                AuditEntry.by(by, null, Action.ATTENDANCE_VIEWED, new JsonObject().put("slot", slotId.toString()));
        return sql.transaction(within -> auditLog.record(within, seen)
                .compose(noted -> Sql.on(within, select, Tuple.of(slotId, after, only, correctionDays, limit)))
                .map(rows -> rows.stream().toList())
                .compose(rows -> FlagReads.of(within, shown(rows))
                        .map(flags -> rows.stream()
                                .map(row -> entry(row, flags.getOrDefault(row.getUUID("id"), List.of())))
                                .toList())));
    }

    private static List<UUID> shown(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getBoolean("shown"))
                .map(row -> row.getUUID("id"))
                .toList();
    }

    /** What a file no longer entitles to is known from the file, which is for those who may use it. */
    private static List<Flag> visible(Row row, List<Flag> flags) {
        return row.getBoolean("usable")
                ? flags
                : flags.stream()
                        .filter(flag -> !flag.reason().equals("NOT_ELIGIBLE"))
                        .toList();
    }

    private static Entry entry(Row row, List<Flag> flags) {
        String familyName = row.getString("family_name");
        return new Entry(
                row.getUUID("id"),
                row.getUUID("client_id"),
                row.getInteger("seat"),
                BookingState.valueOf(row.getString("state")),
                familyName == null ? null : new Person(row.getLong("number"), familyName, row.getString("given_name")),
                visible(row, flags));
    }
}
