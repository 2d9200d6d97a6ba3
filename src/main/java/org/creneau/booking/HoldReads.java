package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.core.DatabaseFailures;
import org.jspecify.annotations.Nullable;

/** What is or was held, out of PostgreSQL. */
final class HoldReads {

    /**
     * A booking that began as something held.
     *
     * @param lasting whether it is held and its time is not over
     * @param slotOpen whether its slot still takes somebody
     */
    record Held(Booking booking, boolean lasting, boolean slotOpen) {}

    /** How many are read at once; a client has one of each appointment type at the most. */
    private static final int MOST = 100;

    private final SqlClient client;
    private final long timeoutMillis;

    HoldReads(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * What is held for the client, newest first, also when its time is over and nobody has ended it yet: it still stands in
     * the way.
     *
     * @param organisation only in its slots; null: in anybody's
     */
    Future<List<Booking>> of(UUID clientId, @Nullable String organisation) {
        // Among what is active, by its index: a client may have very many bookings.
        String sql = """
                select %s from (
                    select * from booking where client_id = $1 and state in ('BOOKED', 'HELD') offset 0
                ) b
                where b.state = 'HELD'
                  and ($2::text is null
                       or exists (select from slot where slot.id = b.slot_id and slot.organisation_id = $2))
                order by b.id desc
                limit $3""".formatted(BookingRows.COLUMNS);
        return client.preparedQuery(sql)
                .execute(Tuple.of(clientId, organisation, MOST))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows ->
                        rows.stream().map((Row row) -> BookingRows.booking(row)).toList())
                .recover(DatabaseFailures::translate);
    }

    /** This client's; empty for what was booked from the beginning. */
    Future<Optional<Held>> find(UUID clientId, UUID holdId) {
        String sql = """
                select %s, b.state = 'HELD' and b.expires_at > clock_timestamp(),
                    s.publication = 'PUBLISHED' and s.starts_at > clock_timestamp()
                from (select * from booking where id = $1 offset 0) b join slot s on s.id = b.slot_id
                where b.client_id = $2
                  and exists (select from booking_history h where h.booking_id = b.id and h.to_state = 'HELD')""".formatted(BookingRows.COLUMNS);
        return client.preparedQuery(sql)
                .execute(Tuple.of(holdId, clientId))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Held(
                                BookingRows.booking(row),
                                row.getBoolean(BookingRows.COUNT),
                                row.getBoolean(BookingRows.COUNT + 1))))
                .recover(DatabaseFailures::translate);
    }
}
