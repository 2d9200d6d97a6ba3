package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.creneau.core.Overloaded;

/**
 * A lock for the slot in Redis ({@code SET NX PX} with a token), then look and insert; who does not get the lock asks
 * again after a short random pause.
 *
 * @param limitMillis after which a request gives up
 */
record RedisLock(Vertx vertx, Redis redis, SqlClient client, long limitMillis) implements SeatTaking {

    /** Far longer than look and insert take; an owner that is slower still meets the unique indexes. */
    private static final long LEASE_MILLIS = 5_000;

    private static final int SHORTEST_PAUSE_MILLIS = 1;
    private static final int LONGEST_PAUSE_MILLIS = 256;

    /** Only the owner's lock: another's may stand there after the lease ran out. */
    private static final String RELEASE = """
            if redis.call('get', KEYS[1]) == ARGV[1] then
                return redis.call('del', KEYS[1])
            end
            return 0""";

    @Override
    public Future<Attempt> take(Wish wish) {
        String key = "rival:lock:" + wish.slot().id();
        String token = UUID.randomUUID().toString();
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        return lock(key, token, endNanos, SHORTEST_PAUSE_MILLIS)
                .compose(locked -> ReadThenInsert.book(client, wish).eventually(() -> release(key, token)));
    }

    private Future<Void> lock(String key, String token, long endNanos, int pauseMillis) {
        return redis.send(Request.cmd(Command.SET)
                        .arg(key)
                        .arg(token)
                        .arg("NX")
                        .arg("PX")
                        .arg(LEASE_MILLIS))
                .compose(answer -> {
                    if (answer != null) {
                        return Future.succeededFuture();
                    }
                    if (System.nanoTime() - endNanos > 0) {
                        return Future.failedFuture(new Overloaded("the lock of a slot"));
                    }
                    long jitter = 1L + ThreadLocalRandom.current().nextInt(pauseMillis);
                    int next = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                    return vertx.timer(jitter).compose(paused -> lock(key, token, endNanos, next));
                });
    }

    private Future<Response> release(String key, String token) {
        return redis.send(Request.cmd(Command.EVAL).arg(RELEASE).arg(1).arg(key).arg(token));
    }
}
