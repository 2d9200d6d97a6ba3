package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * A row for each seat, made with the slot; {@code FOR UPDATE SKIP LOCKED} takes one that nobody else is taking, and the
 * same statement inserts. Nobody waits for a lock. The order is what makes PostgreSQL use the index of free seats.
 */
record SkipLocked(SqlClient client) implements SeatTaking {

    private static final String BOOK = """
            with free as (
                select r.slot_id, r.seat, s.type_id
                from slot s
                join rival_seat r on r.slot_id = s.id
                where s.id = $2
                  and s.publication = 'PUBLISHED'
                  and s.opens_at <= clock_timestamp()
                  and s.starts_at > clock_timestamp()
                  and r.booking_id is null
                  and not exists (
                      select from booking b
                      where b.client_id = $3 and b.type_id = s.type_id and b.state in ('BOOKED', 'HELD'))
                  and not exists (select from booking b where b.client_id = $3 and b.request_key = $5)
                order by r.seat
                limit 1
                for update of r skip locked
            ), taken as (
                update rival_seat r set booking_id = $1
                from free
                where r.slot_id = free.slot_id and r.seat = free.seat
                returning r.seat, free.type_id
            ), b as (
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, request_key)
                select $1, $2, t.seat, $3, t.type_id, 'BOOKED', $4, $5 from taken t
                returning *
            ), history as (
                insert into booking_history (booking_id, actor, source, to_state)
                select b.id, b.client_id, b.source, b.state from b
            )
            select %s from b""".formatted(BookingRow.COLUMNS);

    @Override
    public Future<Attempt> take(Wish wish) {
        return OneStatement.book(client, BOOK, wish, () -> noneFree(wish));
    }

    /** A seat that is being taken counts as free: its taker may yet be undone. */
    private Future<Boolean> noneFree(Wish wish) {
        String sql = "select not exists (select from rival_seat where slot_id = $1 and booking_id is null)";
        return client.preparedQuery(sql)
                .execute(Tuple.of(wish.slot().id()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
