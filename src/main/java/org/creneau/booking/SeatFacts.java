package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.core.DatabaseFailures;
import org.creneau.seat.Occupant;
import org.jspecify.annotations.Nullable;

/** Who has the seats of some slots in PostgreSQL, all at one moment. */
final class SeatFacts {

    /**
     * The moment.
     *
     * @param nowMillis by PostgreSQL's clock, in milliseconds since 1970; not later than what was seen
     * @param oldestRunning every transaction with a smaller id is over
     * @param next the id of no transaction yet
     */
    record Facts(long nowMillis, long oldestRunning, long next, Map<UUID, SlotFacts> slots) {}

    /** @param occupants by seat */
    record SlotFacts(int capacity, Map<Integer, Occupant> occupants) {}

    /** @param taken seats that are occupied, of those below the capacity */
    record SlotCount(int capacity, int taken) {}

    private final SqlClient client;
    private final long timeoutMillis;

    SeatFacts(SqlClient client, long timeoutMillis) {
        this.client = client;
        this.timeoutMillis = timeoutMillis;
    }

    Future<Facts> read(Collection<UUID> slotIds) {
        // now() is the start of the transaction, before its snapshot. The clock while the rows are being sent may be
        // seconds ahead of the snapshot, and would prove what the snapshot cannot. A snapshot's xmax follows the latest
        // id that is over, so those under way may be beyond it: its age leads on to the next id that will be given.
        String sql = """
                select (extract(epoch from now()) * 1000)::bigint,
                    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                    pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                        + age(pg_snapshot_xmax(pg_current_snapshot())::xid),
                    s.id, s.capacity, b.seat, b.id, case b.state when 'WITHDRAWN' then null else b.client_id end
                from slot s
                left join booking b on b.slot_id = s.id
                    and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                where s.id = any ($1)""";
        return ask(sql, slotIds).map(rows -> {
            Facts facts = new Facts(0, 0, 0, new HashMap<>());
            for (Row row : rows) {
                facts = new Facts(row.getLong(0), row.getLong(1), row.getLong(2), facts.slots());
                add(facts.slots(), row);
            }
            return facts;
        });
    }

    /** How many seats are occupied: some forty times cheaper than who has them. */
    Future<Map<UUID, SlotCount>> count(Collection<UUID> slotIds) {
        String sql = """
                select s.id, s.capacity, (
                    select count(*) from booking b
                    where b.slot_id = s.id and b.seat < s.capacity
                      and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
                )::int
                from slot s
                where s.id = any ($1)""";
        return ask(sql, slotIds).map(rows -> {
            Map<UUID, SlotCount> counts = new HashMap<>();
            rows.forEach(row -> counts.put(row.getUUID(0), new SlotCount(row.getInteger(1), row.getInteger(2))));
            return counts;
        });
    }

    private Future<RowSet<Row>> ask(String sql, Collection<UUID> slotIds) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(slotIds.toArray(UUID[]::new)))
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(DatabaseFailures::translate);
    }

    private static void add(Map<UUID, SlotFacts> slots, Row row) {
        SlotFacts slot = slots.computeIfAbsent(row.getUUID(3), id -> new SlotFacts(row.getInteger(4), new HashMap<>()));
        @Nullable Integer seat = row.getInteger(5);
        if (seat != null) {
            slot.occupants().put(seat, new Occupant(seat, row.getUUID(6), row.getUUID(7)));
        }
    }
}
