package org.creneau.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes and one Redis, and what becomes of limits without it. */
class SharedLimitsIT {

    private final Vertx vertx = Vertx.vertx();
    private final String url = TestServers.newRedis();
    private final Redis one = client(url);
    private final Redis other = client(url);

    @AfterEach
    void close() {
        one.close();
        other.close();
        Await.of(vertx.close());
    }

    private Redis client(String connection) {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(connection)
                        .setMaxPoolSize(SharedCounts.CONNECTIONS)
                        .setMaxPoolWaiting(5000));
    }

    private Limit limit(int perHour, Redis redis, boolean compared) {
        return limit(quota(perHour), redis, compared);
    }

    /** On a machine that stands still for a moment, too, the answers are waited for. */
    private Limit limit(Quota quota, Redis redis, boolean compared) {
        return new Limit(quota, new SharedCounts(vertx, redis, 30_000), compared);
    }

    /** An hour: nothing comes back while a test runs. */
    private static Quota quota(int perHour) {
        return new Quota("test", perHour, Quota.HOUR_SECONDS);
    }

    private static boolean exact(Limit limit, Object subject) {
        Verdict own = limit.take(subject, System.nanoTime());
        return own.allowed() && Await.of(limit.confirm(subject, own)).allowed();
    }

    private Response redis(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return Await.of(one.send(request));
    }

    @Test
    void whatIsConfirmedIsCountedOnceForAllNodes() {
        Limit here = limit(6, one, false);
        Limit there = limit(6, other, false);
        for (int i = 0; i < 3; i++) {
            assertTrue(exact(here, "192.0.2.7"));
            assertTrue(exact(there, "192.0.2.7"));
        }
        assertFalse(exact(here, "192.0.2.7"));
        assertFalse(exact(there, "192.0.2.7"));
        assertTrue(exact(there, "192.0.2.8"), "somebody else");
        // The next is refused without asking: what Redis said is remembered.
        assertFalse(there.take("192.0.2.7", System.nanoTime()).allowed());
    }

    /** The control: each for itself, two nodes let twice as many through. */
    @Test
    void aloneEachNodeCountsForItself() {
        Limit here = new Limit(quota(6), null, false);
        Limit there = new Limit(quota(6), null, false);
        long allowed = IntStream.range(0, 20)
                .filter(i -> exact(i % 2 == 0 ? here : there, "192.0.2.7"))
                .count();
        assertEquals(12, allowed);
    }

    @Test
    void manyAtOnceOnBothNodesGetNoMoreThanThereIs() {
        Limit here = limit(20, one, false);
        Limit there = limit(20, other, false);
        List<Future<Verdict>> asked = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0 ? here : there)
                .map(limit -> {
                    Verdict own = limit.take("a", System.nanoTime());
                    return own.allowed() ? limit.confirm("a", own) : Future.succeededFuture(own);
                })
                .toList();
        Await.of(Future.join(asked));
        long allowed =
                asked.stream().filter(verdict -> verdict.result().allowed()).count();
        assertEquals(20, allowed);
    }

    @Test
    void whatTheBusyDoIsComparedInTheBackground() {
        Limit here = limit(100, one, true);
        Limit there = limit(100, other, true);
        for (int i = 0; i < 80; i++) {
            assertTrue(here.take("a", System.nanoTime()).allowed());
        }
        assertTrue(there.take("a", System.nanoTime()).allowed());
        Await.of(here.compare());
        for (int i = 0; i < 26; i++) {
            there.take("a", System.nanoTime()); // enough to be worth a comparison
        }
        Await.of(there.compare());
        assertFalse(there.take("a", System.nanoTime()).allowed());
        // And back again.
        here.take("a", System.nanoTime());
        Await.of(here.compare());
        assertFalse(here.take("a", System.nanoTime()).allowed());
        assertTrue(here.take("b", System.nanoTime()).allowed());
    }

    @Test
    void whoDoesLittleIsNobodysBusiness() {
        Limit here = limit(100, one, true);
        for (int i = 0; i < 20; i++) {
            here.take("a", System.nanoTime());
        }
        Await.of(here.compare());
        assertEquals(0, redis(Command.DBSIZE).toInteger());
    }

    @Test
    void oneSmallKeyThatTellsNothingAndDoesNotStay() {
        Limit here = limit(new Quota("test", 6, Quota.MINUTE_SECONDS), one, false);
        exact(here, "192.0.2.7");
        List<String> keys =
                redis(Command.KEYS, "*").stream().map(Response::toString).toList();
        assertEquals(1, keys.size());
        assertTrue(keys.get(0).startsWith("creneau:limit:test:"), keys.get(0));
        assertFalse(keys.get(0).contains("192"), keys.get(0));
        long lives = redis(Command.PTTL, keys.get(0)).toLong();
        assertTrue(lives > 0 && lives <= 10_000, () -> lives + " ms");
        assertTrue(redis(Command.GET, keys.get(0)).toString().length() < 20);
    }

    @Test
    void aClockThatWasSetBackShutsNobodyOutForLong() {
        Limit here = limit(new Quota("test", 60, Quota.MINUTE_SECONDS), one, false);
        exact(here, "a");
        String key = redis(Command.KEYS, "*").get(0).toString();
        redis(Command.SET, key, "9999999999999999");
        Verdict refused = Await.of(here.confirm("a", here.take("a", System.nanoTime())));
        assertFalse(refused.allowed());
        assertTrue(refused.retryAfterSeconds() <= 1);
    }

    @Test
    void withoutRedisEachNodeKeepsTheLimitByItself() {
        Redis nobody = client("redis://localhost:" + TestServers.freePort());
        Limit here = limit(6, nobody, false);
        long allowed = IntStream.range(0, 20).filter(i -> exact(here, "a")).count();
        assertEquals(6, allowed);
        Limit compared = limit(100, nobody, true);
        for (int i = 0; i < 200; i++) {
            compared.take("a", System.nanoTime());
        }
        Await.of(compared.compare());
        assertFalse(compared.take("a", System.nanoTime()).allowed());
        nobody.close();
    }
}
