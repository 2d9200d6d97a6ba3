package org.creneau.seat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node reaches Redis. A command that is not answered in time, or a look at the data set that fails, says
 * no; so a Redis that answers and takes no writes is away, too. From then on commands fail at once instead of each waiting
 * for its time limit, and nobody but {@link Incarnation} talks to Redis until a look succeeds. A broken connection, or a
 * command that was refused, says nothing by itself: it asks for a look.
 *
 * <p>Of a cluster, all masters count: with one of them away this node works without Redis until it is replaced.
 *
 * <p>One per node, safe on every thread.
 */
public final class Reach {

    private static final Logger log = LoggerFactory.getLogger(Reach.class);

    /** Looks that callers ask for are so far apart; the watch looks by itself besides. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** @param sinceNanos when Redis was last known not to answer for the first time, on this JVM's clock */
    private record Outage(long sinceNanos) {}

    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final AtomicLong nextLookNanos = new AtomicLong(System.nanoTime());
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Whether Redis is away now. */
    public boolean away() {
        return outage.get() != null;
    }

    /** Whether Redis has been away for at least so long. */
    public boolean awayFor(Duration time) {
        Outage now = outage.get();
        return now != null && System.nanoTime() - now.sinceNanos() >= time.toNanos();
    }

    /** Calls back, on any thread, each time that Redis is back. */
    public void onBack(Runnable listener) {
        listeners.add(listener);
    }

    /** @param waitedMillis how long it has not answered by now */
    void lost(long waitedMillis, Throwable why) {
        if (outage.compareAndSet(null, new Outage(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(waitedMillis)))) {
            log.warn("Redis is away, seats are handed out by PostgreSQL alone until it is back: {}", why.toString());
        }
    }

    void back() {
        if (outage.getAndSet(null) != null) {
            log.info("Redis is back");
            listeners.forEach(Runnable::run);
        }
    }

    /** Whether it is time that somebody looks again; says so to one caller only. */
    boolean timeToLook() {
        long now = System.nanoTime();
        long next = nextLookNanos.get();
        return now - next >= 0 && nextLookNanos.compareAndSet(next, now + BETWEEN_LOOKS_NANOS);
    }
}
