package org.creneau.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.core.Gate;
import org.creneau.core.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all nodes together have counted, in Redis: one key for each limit and subject, for its window at the most. Everything
 * may fail, and does at once for a while after Redis did not answer: nobody waits for a limit.
 */
final class SharedCounts {

    private static final Logger log = LoggerFactory.getLogger(SharedCounts.class);

    private static final String PREFIX = "creneau:limit:";

    /** Of a subject's digest, in a key: addresses and accounts are nobody's business there. */
    private static final int DIGEST_BYTES = 15;

    /** Commands under way at once. A cluster client needs a connection to each node for each of them, and some more. */
    private static final int UNDER_WAY = 4;

    /** Connections that this needs. */
    static final int CONNECTIONS = UNDER_WAY + 4;

    private static final int MOST_WAITING = 2000;

    /** So long a log-in waits for Redis, whatever else does. */
    private static final long PATIENCE_MILLIS = 250;

    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String SCRIPT = read();

    private final Vertx vertx;
    private final Redis redis;
    private final long patienceMillis;
    private final Gate gate = new Gate("limits", UNDER_WAY, MOST_WAITING);
    private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());
    private volatile boolean away;

    SharedCounts(Vertx vertx, Redis redis) {
        this(vertx, redis, PATIENCE_MILLIS);
    }

    SharedCounts(Vertx vertx, Redis redis, long patienceMillis) {
        this.vertx = vertx;
        this.redis = redis;
        this.patienceMillis = patienceMillis;
    }

    /** Counts one call, unless it is one too many. */
    Future<Verdict> take(Quota quota, Object subject) {
        return count(quota, subject, 1, false)
                .map(answer -> new Verdict(quota, answer.get(0).toInteger() == 1, usedNanos(answer)));
    }

    /** Counts calls that have been let through, and answers what is used altogether, in nanoseconds. */
    Future<Long> add(Quota quota, Object subject, int calls) {
        return count(quota, subject, calls, true).map(SharedCounts::usedNanos);
    }

    private static long usedNanos(Response answer) {
        return TimeUnit.MICROSECONDS.toNanos(answer.get(1).toLong());
    }

    /** The answer comes on the event loop that asked. */
    private Future<Response> count(Quota quota, Object subject, int calls, boolean force) {
        if (System.nanoTime() - awayUntil.get() < 0) {
            return Future.failedFuture(new Unavailable("Redis", null));
        }
        // Sent whole each time: it is short, next to what it limits.
        Request request = Request.cmd(Command.EVAL)
                .arg(SCRIPT)
                .arg(1)
                .arg(key(quota, subject))
                .arg(String.valueOf(quota.nanosEach() / 1000.0))
                .arg(TimeUnit.NANOSECONDS.toMicros(quota.windowNanos()))
                .arg(calls)
                .arg(force ? 1 : 0);
        PromiseInternal<Response> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        gate.pass(() -> redis.send(request))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .onComplete(promise);
        return promise.future().onSuccess(answer -> back()).onFailure(this::gone);
    }

    private void gone(Throwable failure) {
        awayUntil.set(System.nanoTime() + AWAY_NANOS);
        if (!away) {
            away = true;
            log.warn("limits are kept by each node for itself, Redis does not answer: {}", failure.toString());
        }
    }

    private void back() {
        if (away) {
            away = false;
            log.info("limits are kept by all nodes together again");
        }
    }

    private static String key(Quota quota, Object subject) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(subject.toString().getBytes(StandardCharsets.UTF_8));
            return PREFIX
                    + quota.name()
                    + ':'
                    + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static String read() {
        try (InputStream in = SharedCounts.class.getResourceAsStream("/redis/limit.lua")) {
            return new String(Objects.requireNonNull(in, "limit.lua").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
