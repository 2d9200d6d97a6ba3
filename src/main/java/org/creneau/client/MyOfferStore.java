package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Sql;

/** What is offered to whom, in PostgreSQL. */
record MyOfferStore(Sql sql) {

    /** The ids of the types that the client may book. */
    Future<Set<String>> types(UUID clientId) {
        return sql.execute("select type_id from offered_type where client_id = $1", Tuple.of(clientId))
                .map(rows -> {
                    Set<String> ids = new HashSet<>();
                    rows.forEach(row -> ids.add(row.getString("type_id")));
                    return ids;
                });
    }

    /**
     * Guide 5.3.1: bookings to come stand although their type is no longer offered, with a flag for their organisations;
     * the flag goes when the type is offered again.
     */
    static Future<Void> flag(SqlClient within, UUID clientId) {
        String lower = """
                delete from booking_flag flag
                using booking
                where booking.id = flag.booking_id and booking.client_id = $1 and flag.reason = 'NOT_ELIGIBLE'
                  and exists (select from offered_type offered
                              where offered.client_id = $1 and offered.type_id = booking.type_id)
                """;
        String raise = """
                insert into booking_flag (booking_id, reason)
                select booking.id, 'NOT_ELIGIBLE'
                from booking
                join slot on slot.id = booking.slot_id
                where booking.client_id = $1 and booking.state in ('BOOKED', 'HELD')
                  and slot.starts_at > clock_timestamp()
                  and not exists (select from offered_type offered
                                  where offered.client_id = $1 and offered.type_id = booking.type_id)
                on conflict do nothing
                """;
        return Sql.on(within, lower, Tuple.of(clientId))
                .compose(lowered -> Sql.on(within, raise, Tuple.of(clientId)))
                .mapEmpty();
    }
}
