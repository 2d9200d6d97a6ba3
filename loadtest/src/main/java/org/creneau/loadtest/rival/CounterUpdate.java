package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/**
 * A conditional {@code UPDATE} of the slot's counter row and the insert, in one statement: whoever comes second waits
 * for the row until the first has committed.
 */
record CounterUpdate(SqlClient client) implements SeatTaking {

    private static final String BOOK = """
            with taken as (
                update rival_counter c set taken = c.taken + 1
                from slot s
                where c.slot_id = $2
                  and s.id = c.slot_id
                  and c.taken < s.capacity
                  and s.publication = 'PUBLISHED'
                  and s.opens_at <= clock_timestamp()
                  and s.starts_at > clock_timestamp()
                  and not exists (
                      select from booking b
                      where b.client_id = $3 and b.type_id = s.type_id and b.state in ('BOOKED', 'HELD'))
                  and not exists (select from booking b where b.client_id = $3 and b.request_key = $5)
                returning c.taken - 1 as seat, s.type_id
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
        return OneStatement.book(client, BOOK, wish, () -> Future.succeededFuture(true));
    }
}
