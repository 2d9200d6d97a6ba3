package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.core.Sql;
import org.creneau.desk.Clients.Flag;

/** What somebody should look at in bookings, out of PostgreSQL. */
final class FlagReads {

    /**
     * Whether a {@code flag} of a {@code booking} is still true. That a booking overlaps another one was found when its
     * organisation moved it; it says so only while both stand. Looked at here, where few look: a booking that is cancelled
     * pays nothing for the flags of others.
     */
    static final String STILL_TRUE = """
            (flag.reason <> 'OVERLAPPING' or booking.state in ('BOOKED', 'HELD') and exists (
                select from booking mine
                where mine.client_id = booking.client_id and mine.id <> booking.id and mine.state in ('BOOKED', 'HELD')
                  and (select taken.during from slot taken where taken.id = mine.slot_id)
                      && (select moved.during from slot moved where moved.id = booking.slot_id)
                offset 0))""";

    private FlagReads() {}

    /** Those of these bookings, by booking; a booking without flags is not there. */
    static Future<Map<UUID, List<Flag>>> of(SqlClient within, Collection<UUID> bookingIds) {
        if (bookingIds.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        String select = """
                select flag.booking_id, flag.at, flag.reason
                from booking
                cross join lateral (select * from booking_flag where booking_flag.booking_id = booking.id offset 0) flag
                where booking.id = any ($1) and %s
                order by flag.reason""".formatted(STILL_TRUE);
        return Sql.on(within, select, Tuple.of(bookingIds.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(FlagReads::flag).collect(Collectors.groupingBy(Flag::bookingId)));
    }

    static Flag flag(Row row) {
        return new Flag(row.getUUID("booking_id"), row.getOffsetDateTime("at").toInstant(), row.getString("reason"));
    }
}
