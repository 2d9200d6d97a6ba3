package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** Bookings of any client out of PostgreSQL, with what is or was held. Who may see them is decided elsewhere. */
record OthersReads(Sql sql) {

    /** What both lists are narrowed by; {@code b.id} is in order of time. */
    private static final String PAGE = """
            where b.state <> 'WITHDRAWN' and ($2::uuid is null or b.id < $2) and ($3::text is null or b.state = $3)
            order by b.id desc
            limit $4""";

    Future<Optional<Booking>> find(UUID bookingId) {
        String select =
                "select %s from booking b where b.id = $1 and b.state <> 'WITHDRAWN'".formatted(BookingRows.COLUMNS);
        return sql.first(select, Tuple.of(bookingId), BookingRows::booking);
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
                ) b
                %s""".formatted(BookingRows.COLUMNS, PAGE);
        return page(select, Tuple.of(clientId, before, name(state), limit, slotId));
    }

    private static @Nullable String name(@Nullable BookingState state) {
        return state == null ? null : state.name();
    }

    private Future<List<Booking>> page(String select, Tuple tuple) {
        return sql.execute(select, tuple)
                .map(rows -> rows.stream().map(BookingRows::booking).toList());
    }
}
