package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.core.DatabaseFailures;

/** Free seats out of PostgreSQL, for when Redis cannot tell. */
final class FreeSeatReads {

    /**
     * What is asked about one slot.
     *
     * @param most seats to be told
     * @param from the seat to begin with, 0 or more; counted on from the first seat again after the last
     */
    record Question(UUID slotId, int most, int from) {}

    /**
     * What is free in one slot.
     *
     * @param nowMillis by PostgreSQL's clock, in milliseconds since 1970; not later than what was seen
     * @param seats empty when every seat is occupied by a committed booking
     */
    record Free(long nowMillis, List<Integer> seats) {}

    private final SqlClient client;
    private final long timeoutMillis;

    FreeSeatReads(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Free seats of some slots; unknown slots are absent.
     *
     * <p>Occupied seats come from the partial index booking_seat alone, a range of it for each slot, and are taken away
     * from all numbers at once: a slot of 10,000 seats takes PostgreSQL some 6 ms.
     */
    Future<Map<UUID, Free>> read(List<Question> questions) {
        // now() is the start of the transaction, before its snapshot.
        String sql = """
                select q.slot_id, (extract(epoch from now()) * 1000)::bigint, free.seats
                from unnest($1::uuid[], $2::int[], $3::int[]) as q (slot_id, most, first)
                join slot s on s.id = q.slot_id
                cross join lateral (
                    select array(
                        select seat
                        from (
                            select generate_series(0, s.capacity - 1) as seat
                            except
                            select b.seat from booking b
                            where b.slot_id = q.slot_id
                              and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                        ) number
                        order by (seat + s.capacity - q.first % s.capacity) % s.capacity
                        limit q.most
                    ) as seats
                ) free""";
        Tuple tuple = Tuple.of(
                questions.stream().map(Question::slotId).toArray(UUID[]::new),
                questions.stream().map(Question::most).toArray(Integer[]::new),
                questions.stream().map(Question::from).toArray(Integer[]::new));
        return client.preparedQuery(sql)
                .execute(tuple)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(DatabaseFailures::translate)
                .map(rows -> {
                    Map<UUID, Free> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(row.getUUID(0), new Free(row.getLong(1), List.of(row.getArrayOfIntegers(2))));
                    }
                    return found;
                });
    }
}
