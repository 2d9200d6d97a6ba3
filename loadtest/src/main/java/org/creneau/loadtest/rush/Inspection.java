package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.HistoryChecker;
import org.creneau.ops.Violation;

/**
 * Looks into the database once the rush is over: the service's own checkers, on what the clients were told and on the
 * rows, and whether each seat came to be either occupied or free.
 */
public final class Inspection implements AutoCloseable {

    private static final long POLL_NANOS = Duration.ofMillis(200).toNanos();
    private static final int FEWEST_LOOKS = 10;

    private static final String OCCUPIED = """
            select s.id, s.capacity, count(b.id), s.publication = 'CANCELLED',
                count(b.id) filter (where b.state in ('BOOKED', 'HELD'))
            from slot s left join booking b on b.slot_id = s.id
                and b.state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')
            where s.id = any ($1)
            group by s.id
            """;

    /**
     * Seats of a slot.
     *
     * @param calledOff the slot is cancelled: nobody can get in any more
     * @param active people who are in it
     */
    private record Seats(int capacity, long occupied, boolean calledOff, long active) {}

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    /** @param databaseUrl {@code postgresql://user:password@host:port/database} */
    public Inspection(String databaseUrl) {
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(PgConnectOptions.fromUri(databaseUrl))
                .using(vertx)
                .build();
    }

    /**
     * Waits until the sweeper is through, then checks.
     *
     * @param left the seats left of each slot, as each node tells them now
     */
    public Verdict check(
            ClientHistory history,
            List<UUID> slots,
            Function<List<UUID>, List<Map<UUID, Integer>>> left,
            Duration limit) {
        long start = System.nanoTime();
        List<Violation> leaks = new ArrayList<>();
        int adrift = leaks(slots, left.apply(slots), leaks);
        // Some looks at least: a machine that stands still for a while has not looked.
        for (int looks = 1;
                !leaks.isEmpty() && (looks < FEWEST_LOOKS || System.nanoTime() - start < limit.toNanos());
                looks++) {
            LockSupport.parkNanos(POLL_NANOS);
            leaks.clear();
            adrift = leaks(slots, left.apply(slots), leaks);
        }
        double settled = leaks.isEmpty() ? (System.nanoTime() - start) / 1e9 : -1;
        List<Violation> violations = new ArrayList<>(leaks);
        violations.addAll(Generator.await(new DatabaseChecker(pool).check()));
        violations.addAll(Generator.await(new HistoryChecker(pool).check(history)));
        return new Verdict(true, settled, adrift, violations);
    }

    /** How many seats are adrift, by the node that sees most of them. */
    private int leaks(List<UUID> slots, List<Map<UUID, Integer>> leftOnNodes, List<Violation> leaks) {
        Map<UUID, Seats> rows = Generator.await(occupied(slots));
        int sum = 0;
        for (UUID slot : slots) {
            Seats seats = rows.get(slot);
            if (seats == null) {
                leaks.add(new Violation("a slot stays", slot + " is not in this database"));
                continue;
            }
            if (seats.calledOff()) {
                if (seats.active() > 0) {
                    leaks.add(new Violation("a cancelled slot is empty", slot + ": " + seats.active() + " are in it"));
                }
                continue;
            }
            int adrift = 0;
            for (Map<UUID, Integer> node : leftOnNodes) {
                int left = node.getOrDefault(slot, -1);
                if (left + seats.occupied() != seats.capacity()) {
                    adrift = Math.max(adrift, (int) Math.abs(seats.capacity() - seats.occupied() - Math.max(left, 0)));
                    leaks.add(new Violation(
                            "a seat is occupied or free",
                            "slot " + slot + ": " + seats.occupied() + " occupied and " + left + " left of "
                                    + seats.capacity()));
                }
            }
            sum += adrift;
        }
        return sum;
    }

    private Future<Map<UUID, Seats>> occupied(List<UUID> slots) {
        return pool.preparedQuery(OCCUPIED)
                .execute(Tuple.of(slots.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Seats> seats = new HashMap<>();
                    for (Row row : rows) {
                        seats.put(
                                row.getUUID(0),
                                new Seats(row.getInteger(1), row.getLong(2), row.getBoolean(3), row.getLong(4)));
                    }
                    return seats;
                });
    }

    @Override
    public void close() {
        // One after the other, from this thread: the pool's end could not be told on event loops that have ended.
        Generator.await(pool.close());
        Generator.await(vertx.close());
    }
}
