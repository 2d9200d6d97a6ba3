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

/** Bookings out of PostgreSQL. */
final class BookingReads {

    private final SqlClient client;
    private final long timeoutMillis;

    BookingReads(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /** This client's booking. What is held for the client, or was and came to nothing, is none. */
    Future<Optional<Booking>> find(UUID clientId, UUID bookingId) {
        // Found by its id, and compared afterwards: a client may have very many.
        String sql = """
                select %s from (select * from booking where id = $1 offset 0) b
                where b.client_id = $2 and b.expires_at is null""".formatted(BookingRows.COLUMNS);
        return first(sql, Tuple.of(bookingId, clientId));
    }

    Future<Optional<Booking>> byRequestKey(UUID clientId, String requestKey) {
        String sql =
                "select %s from booking b where b.client_id = $1 and b.request_key = $2".formatted(BookingRows.COLUMNS);
        return first(sql, Tuple.of(clientId, requestKey));
    }

    /** The client's active booking of an appointment type. */
    Future<Optional<Booking>> active(UUID clientId, String typeId) {
        String sql = """
                select %s from booking b
                where b.client_id = $1 and b.type_id = $2 and b.state in ('BOOKED', 'HELD')""".formatted(BookingRows.COLUMNS);
        return first(sql, Tuple.of(clientId, typeId));
    }

    /**
     * The client's bookings, newest first; ids are in order of time. Seats that were merely held are none.
     *
     * @param organisation only those in its slots; null: in anybody's
     */
    Future<List<Booking>> page(
            UUID clientId,
            @Nullable String organisation,
            @Nullable BookingState state,
            int limit,
            @Nullable UUID before) {
        String sql = """
                select %s from booking b
                where b.client_id = $1 and ($2::uuid is null or b.id < $2) and b.state <> 'WITHDRAWN' and b.expires_at is null
                  and ($4::text is null or b.state = $4)
                  and ($5::text is null
                       or exists (select from slot where slot.id = b.slot_id and slot.organisation_id = $5))
                order by b.id desc
                limit $3""".formatted(BookingRows.COLUMNS);
        return query(sql, Tuple.of(clientId, before, limit, state == null ? null : state.name(), organisation));
    }

    private Future<Optional<Booking>> first(String sql, Tuple tuple) {
        return query(sql, tuple).map(rows -> rows.stream().findFirst());
    }

    private Future<List<Booking>> query(String sql, Tuple tuple) {
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(rows ->
                        rows.stream().map((Row row) -> BookingRows.booking(row)).toList())
                .recover(DatabaseFailures::translate);
    }
}
