package org.creneau.seat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisCluster;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.creneau.core.Unavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which data set Redis is working on. A server that was restarted, emptied, replaced by its replica or restored from an
 * older snapshot shows another {@code run_id} or replication id, or has lost the name that was written into the data
 * itself; then a new name is given, and every slot that was loaded under the old one is suspect.
 *
 * <p>One per node. All nodes come to the same name, because it is kept in Redis.
 */
public final class Incarnation {

    private static final Logger log = LoggerFactory.getLogger(Incarnation.class);

    /**
     * Of how slots are kept, see {@code take.lua}: counts up with every change, so that what an older version left in Redis
     * counts as another data set and is loaded anew.
     */
    private static final int LAYOUT = 2;

    private static final String KEY = "creneau:incarnation:" + LAYOUT;
    private static final Pattern IDENTITY = Pattern.compile("(?m)^(?:run_id|master_replid):(\\w+)");

    /** @param bornNanos when the data set came into being, on this JVM's clock */
    private record Known(String name, long bornNanos) {}

    private final Redis redis;
    private final boolean cluster;
    private final RedisCalls calls;
    private final long timeoutMillis;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Future<String>> refreshing = new AtomicReference<>();
    private volatile @Nullable Known known;

    Incarnation(Redis redis, boolean cluster, RedisCalls calls, long timeoutMillis) {
        this.redis = redis;
        this.cluster = cluster;
        this.calls = calls;
        this.timeoutMillis = timeoutMillis;
        calls.onDoubt(this::look);
    }

    /** Whether Redis can be asked at all. */
    public Reach reach() {
        return calls.reach();
    }

    /** The name of the present data set; asks Redis only when it is in doubt. Fails at once while Redis is away. */
    public Future<String> name() {
        Known now = known;
        return now == null ? refresh() : Future.succeededFuture(now.name());
    }

    /**
     * Whether the data set came into being less than so long ago: seats that were handed out before may still be on
     * their way to PostgreSQL, unseen by Redis.
     */
    public boolean youngerThan(Duration age) {
        Known now = known;
        return now == null || System.nanoTime() - now.bornNanos() < age.toNanos();
    }

    /**
     * Asks Redis; one question at a time, shared by everybody who wants to know, each on the own event loop. Fails at
     * once while Redis is away.
     */
    public Future<String> refresh() {
        return calls.reach().away() ? calls.away() : look();
    }

    /**
     * Asks Redis even when it is away, and so finds out when it is back. That the name is written shows that it takes writes;
     * of a cluster, that the master of the name does.
     */
    Future<String> look() {
        Promise<String> promise = Promise.promise();
        Future<String> mine = promise.future();
        Future<String> running = refreshing.compareAndExchange(null, mine);
        if (running != null) {
            return Caller.bound(running);
        }
        ask().onComplete(done -> {
            refreshing.set(null);
            if (done.succeeded()) {
                learn(done.result());
                calls.reach().back();
                promise.complete(done.result().name());
            } else {
                calls.lookFailed(done.cause());
                promise.fail(done.cause());
            }
        });
        return Caller.bound(mine);
    }

    /** The connection broke: who answers next may be somebody else. */
    void doubt() {
        known = null;
    }

    /** Calls back, on any thread, when there is another data set. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void learn(Known now) {
        Known before = known;
        known = now;
        if (before == null || !before.name().equals(now.name())) {
            log.info("Redis data set {}", now.name());
            listeners.forEach(Runnable::run);
        }
    }

    private Future<Known> ask() {
        return identity()
                .compose(identity -> calls.evalAnyway(
                                Script.INCARNATION,
                                KEY,
                                List.of(identity, UUID.randomUUID().toString()))
                        .map(answer -> new Known(
                                answer.get(0).toString(),
                                System.nanoTime()
                                        - TimeUnit.MILLISECONDS.toNanos(
                                                answer.get(1).toLong()))));
    }

    private Future<String> identity() {
        Request info = Request.cmd(Command.INFO);
        if (!cluster) {
            return calls.sendAnyway(info).map(response -> identity(response.toString()));
        }
        return RedisCluster.create(redis)
                .onAllMasterNodes(info)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(new Unavailable("Redis", failure)))
                .map(nodes -> nodes.stream()
                        .map(Response::toString)
                        .map(Incarnation::identity)
                        .sorted()
                        .collect(Collectors.joining("+")));
    }

    private static String identity(String info) {
        return IDENTITY.matcher(info).results().map(found -> found.group(1)).collect(Collectors.joining("."));
    }
}
