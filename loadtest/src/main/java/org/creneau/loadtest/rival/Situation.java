package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.creneau.booking.Booking;
import org.creneau.booking.Bookings;
import org.creneau.booking.Bookings.BookResult;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a seat meets in PostgreSQL.
 *
 * @param sameKey an earlier booking under the same request key
 * @param active the client's active booking of the same type
 * @param nextSeat one past the highest seat that is occupied
 */
record Situation(
        @Nullable Booking sameKey,
        @Nullable UUID active,
        boolean published,
        Instant start,
        Instant opensAt,
        int capacity,
        Instant now,
        int nextSeat) {

    private static final int SAME_KEY = 7;

    /** One round trip, each part of it a look into an index. Empty when there is no such slot. */
    static Future<Optional<Situation>> read(SqlClient client, Wish wish) {
        String sql = """
                select s.publication, s.starts_at, s.opens_at, s.capacity, clock_timestamp(), active.id,
                    coalesce(last.seat + 1, 0), same_key.*
                from slot s
                left join lateral (
                    select b.id from booking b
                    where b.client_id = $2 and b.type_id = s.type_id and b.state in ('BOOKED', 'HELD')
                ) active on true
                left join lateral (
                    select max(b.seat) as seat from booking b where b.slot_id = s.id and b.state in %s
                ) last on true
                left join lateral (
                    select %s from booking b where b.client_id = $2 and b.request_key = $3
                ) same_key on true
                where s.id = $1""".formatted(BookingRow.OCCUPYING, BookingRow.COLUMNS);
        return client.preparedQuery(sql)
                .execute(Tuple.of(wish.slot().id(), wish.clientId(), wish.requestKey()))
                .map(rows -> rows.stream().map(Situation::of).findFirst());
    }

    /** What to answer instead of a seat, in the order in which causes count; empty when a seat may be taken. */
    Optional<BookResult> obstacle(Wish wish) {
        if (sameKey != null) {
            return Optional.of(
                    sameKey.slotId().equals(wish.slot().id())
                            ? new BookResult.Booked(new Bookings.Details(sameKey, wish.slot()))
                            : new BookResult.KeyReused());
        }
        if (active != null) {
            return Optional.of(new BookResult.AlreadyBooked());
        }
        if (!published || !start.isAfter(now)) {
            return Optional.of(new BookResult.SlotClosed());
        }
        return opensAt.isAfter(now) ? Optional.of(new BookResult.NotOpen(opensAt)) : Optional.empty();
    }

    /** Whether all seats are gone, where they are given out in order. */
    boolean full() {
        return nextSeat >= capacity;
    }

    private static Situation of(Row row) {
        return new Situation(
                row.getUUID(SAME_KEY) == null ? null : BookingRow.read(row, SAME_KEY),
                row.getUUID(5),
                row.getString(0).equals("PUBLISHED"),
                BookingRow.instant(row, 1),
                BookingRow.instant(row, 2),
                row.getInteger(3),
                BookingRow.instant(row, 4),
                row.getInteger(6));
    }
}
