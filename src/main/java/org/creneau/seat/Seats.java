package org.creneau.seat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The seats of this node's Redis, put together. */
public final class Seats implements SeatCounts {

    /** How often the identity of the data set is looked at while the connection holds. */
    private static final long WATCH_MILLIS = 500;

    /** Questions about single slots sent at once, well below the wait queue of the connection pool. */
    private static final int CHUNK = 64;

    /** Connections to each node that a cluster client needs at least. */
    public static final int CLUSTER_CONNECTIONS = RedisCalls.CLUSTER_CONNECTIONS;

    private final Vertx vertx;
    private final Incarnation incarnation;
    private final SeatLedger ledger;
    private final TouchIndex touches;
    private final FreedSeats freed;
    private long watch = -1;

    private Seats(Vertx vertx, Redis redis, boolean cluster, long commandTimeoutMillis) {
        RedisCalls calls = new RedisCalls(redis, cluster, commandTimeoutMillis);
        this.vertx = vertx;
        this.incarnation = new Incarnation(redis, cluster, calls, commandTimeoutMillis);
        this.freed = new FreedSeats(vertx, redis, incarnation);
        this.ledger = new SeatLedger(calls, incarnation, freed);
        this.touches = new TouchIndex(calls, incarnation);
    }

    /** @param cluster whether {@code redis} is a cluster client */
    public static Seats create(Vertx vertx, Redis redis, boolean cluster, long commandTimeoutMillis) {
        return new Seats(vertx, redis, cluster, commandTimeoutMillis);
    }

    /** Begins to follow Redis, which need not be within reach yet. */
    public void start() {
        freed.start();
        watch = vertx.setPeriodic(WATCH_MILLIS, timer -> incarnation.look());
    }

    public void stop() {
        vertx.cancelTimer(watch);
        freed.stop();
    }

    /** Whether Redis can be asked at all. */
    public Reach reach() {
        return incarnation.reach();
    }

    public Incarnation incarnation() {
        return incarnation;
    }

    public SeatLedger ledger() {
        return ledger;
    }

    public TouchIndex touches() {
        return touches;
    }

    public FreedSeats freed() {
        return freed;
    }

    @Override
    public Future<Set<UUID>> recentlyTouched() {
        return touches.touched();
    }

    @Override
    public Future<Map<UUID, Integer>> left(Collection<UUID> slotIds) {
        return left(new ArrayList<>(slotIds), 0, new HashMap<>());
    }

    private Future<Map<UUID, Integer>> left(List<UUID> slotIds, int from, Map<UUID, Integer> found) {
        if (from >= slotIds.size()) {
            return Future.succeededFuture(found);
        }
        int to = Math.min(from + CHUNK, slotIds.size());
        return ledger.left(slotIds.subList(from, to)).compose(some -> {
            found.putAll(some);
            return left(slotIds, to, found);
        });
    }

    @Override
    public void onDisturbance(Runnable callback) {
        incarnation.onChange(callback);
    }
}
