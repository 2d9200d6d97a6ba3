package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.creneau.booking.Booking;
import org.creneau.booking.Bookings.BookResult;

/** Reads what there is, takes the next seat, inserts: right only for who is alone with the slot. */
final class ReadThenInsert {

    private ReadThenInsert() {}

    /** Two round trips. */
    static Future<Attempt> book(SqlClient client, Wish wish) {
        return Situation.read(client, wish).compose(read -> {
            if (read.isEmpty()) {
                return Future.succeededFuture(new Attempt.Refused(new BookResult.NoSuchSlot()));
            }
            Situation found = read.get();
            Optional<BookResult> obstacle = found.obstacle(wish);
            if (obstacle.isPresent()) {
                return Future.succeededFuture(new Attempt.Refused(obstacle.get()));
            }
            if (found.full()) {
                return Future.succeededFuture(new Attempt.Refused(new BookResult.SlotFull()));
            }
            return insert(client, wish, found.nextSeat())
                    .map(booking -> booking.<Attempt>map(Attempt.Made::new).orElseGet(Attempt.Again::new));
        });
    }

    /** Inserts the booking and its history; empty when something stands in the way. */
    static Future<Optional<Booking>> insert(SqlClient client, Wish wish, int seat) {
        String sql = """
                with b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, request_key)
                    select $1, s.id, $3, $4, s.type_id, 'BOOKED', $5, $6
                    from slot s
                    where s.id = $2
                      and s.publication = 'PUBLISHED'
                      and $3 < s.capacity
                      and s.opens_at <= clock_timestamp()
                      and s.starts_at > clock_timestamp()
                    on conflict do nothing
                    returning *
                ), history as (
                    insert into booking_history (booking_id, actor, source, to_state)
                    select b.id, b.client_id, b.source, b.state from b
                )
                select %s from b""".formatted(BookingRow.COLUMNS);
        return client.preparedQuery(sql)
                .execute(Tuple.of(
                        wish.id(),
                        wish.slot().id(),
                        seat,
                        wish.clientId(),
                        wish.source().name(),
                        wish.requestKey()))
                .map(BookingRow::first);
    }
}
