package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.DatabaseFailures;
import org.jspecify.annotations.Nullable;

/**
 * Bookings of any client out of PostgreSQL, with what is or was held. Who may see them is decided elsewhere. Seats that are
 * or were withdrawn are nobody's ({@code client_id} is the row's own id), and not among them.
 */
record OthersReads(SqlClient client) {

    /**
     * What both lists are narrowed by; {@code b.id} is in order of time. What they begin with ends in {@code offset 0},
     * because reading everybody's bookings in order of the id until there are enough of these would look cheap, too.
     */
    private static final String PAGE = """
            where b.client_id <> b.id and ($2::uuid is null or b.id < $2) and ($3::text is null or b.state = $3)
            order by b.id desc
            limit $4""";

    Future<Optional<Booking>> find(UUID bookingId) {
        String select =
                "select %s from booking b where b.id = $1 and b.client_id <> b.id".formatted(BookingRows.COLUMNS);
        return page(select, Tuple.of(bookingId)).map(found -> found.stream().findFirst());
    }

    /** Of everybody, in one slot: two halves, each answered by its own partial index. */
    Future<List<Booking>> inSlot(UUID slotId, @Nullable UUID before, @Nullable BookingState state, int limit) {
        String select = """
                select %s from (
                    select * from booking
                    where slot_id = $1 and state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                    union all
                    select * from booking
                    where slot_id = $1 and state in ('CANCELLED', 'RESCHEDULED')
                    offset 0
                ) b
                %s""".formatted(BookingRows.COLUMNS, PAGE);
        return page(select, Tuple.of(slotId, before, name(state), limit));
    }

    /**
     * Of one client, in anybody's slots.
     *
     * @param slotId only in this slot; null: in all of them
     */
    Future<List<Booking>> ofClient(
            UUID clientId, @Nullable UUID slotId, @Nullable UUID before, @Nullable BookingState state, int limit) {
        String select = """
                select %s from (
                    select * from booking where client_id = $1 and ($5::uuid is null or slot_id = $5)
                    offset 0
                ) b
                %s""".formatted(BookingRows.COLUMNS, PAGE);
        return page(select, Tuple.of(clientId, before, name(state), limit, slotId));
    }

    private static @Nullable String name(@Nullable BookingState state) {
        return state == null ? null : state.name();
    }

    private Future<List<Booking>> page(String select, Tuple tuple) {
        return client.preparedQuery(select)
                .execute(tuple)
                .recover(DatabaseFailures::translate)
                .map(rows ->
                        rows.stream().map((Row row) -> BookingRows.booking(row)).toList());
    }
}
