package org.creneau.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One limit, for every subject (an address or an account). For every event loop.
 *
 * <p>A call is first counted here. What this node alone must refuse costs nobody else anything: a flood never reaches
 * Redis. Then either {@link #confirm} asks Redis, which counts for all nodes, or {@link #compare} tells Redis in the
 * background about the few subjects who have used a good part of their quota, and hears what they did elsewhere.
 */
public final class Limit {

    /** Of those, what is forgotten is who came least; in some 10 MB. */
    private static final int MOST_SUBJECTS = 100_000;

    /** Who has used less than this part of the window is of no interest to the others. */
    private static final int WORTH_COMPARING_PART = 4;

    /** Subjects compared in one round. More who are that busy at once are limited by each node for itself. */
    private static final int MOST_COMPARED = 500;

    private final Quota quota;
    private final @Nullable SharedCounts shared;
    private final boolean compared;
    private final Cache<Object, Meter> meters;
    private final ConcurrentLinkedQueue<Meter> busy = new ConcurrentLinkedQueue<>();
    private final AtomicInteger busyCount = new AtomicInteger();

    /**
     * @param shared null: this node is alone
     * @param compared whether {@link #compare} is called now and then, else {@link #confirm} for each call
     */
    Limit(Quota quota, @Nullable SharedCounts shared, boolean compared) {
        this.compared = compared && shared != null;
        this.quota = quota;
        this.shared = shared;
        // Who was quiet for the whole window has all of it again, like somebody new.
        this.meters = Caffeine.newBuilder()
                .maximumSize(MOST_SUBJECTS)
                .expireAfterAccess(Duration.ofNanos(quota.windowNanos()))
                // Its housekeeping takes less time than waking another thread for it.
                .executor(Runnable::run)
                .build();
    }

    /** Counts one call on this node. */
    public Verdict take(Object subject, long nowNanos) {
        Meter meter = meter(subject, nowNanos);
        Verdict verdict = meter.take(quota, nowNanos);
        if (compared && verdict.usedNanos() > quota.windowNanos() / WORTH_COMPARING_PART && meter.list()) {
            enlist(meter);
        }
        return verdict;
    }

    /**
     * Counts a call that {@link #take} let through on all nodes together. When they are out of reach, what this node
     * said holds: never a failure.
     */
    public Future<Verdict> confirm(Object subject, Verdict own) {
        SharedCounts counts = shared;
        if (counts == null) {
            return Future.succeededFuture(own);
        }
        return counts.take(quota, subject)
                .map(all -> {
                    long now = System.nanoTime();
                    Meter meter = meter(subject, now);
                    meter.raise(all.usedNanos(), now);
                    return all.allowed() && own.isTighterThan(all) ? own : all;
                })
                .otherwise(own);
    }

    /** Exchanges with the other nodes what the busy have used; one at a time, so that nobody else waits for it. */
    Future<Void> compare() {
        return compareNext(busyCount.get());
    }

    private Future<Void> compareNext(int left) {
        Meter meter = left > 0 ? busy.poll() : null;
        if (meter == null || shared == null) {
            return Future.succeededFuture();
        }
        busyCount.decrementAndGet();
        meter.unlist(); // the next call puts it there again
        int calls = meter.report();
        return shared.add(quota, meter.subject, calls)
                .onSuccess(usedNanos -> meter.raise(usedNanos, System.nanoTime()))
                .onFailure(away -> meter.unreport(calls))
                .transform(done -> compareNext(left - 1));
    }

    private void enlist(Meter meter) {
        if (busyCount.incrementAndGet() <= MOST_COMPARED) {
            busy.add(meter);
        } else {
            busyCount.decrementAndGet();
            meter.unlist();
        }
    }

    private Meter meter(Object subject, long nowNanos) {
        Meter known = meters.getIfPresent(subject);
        return known != null ? known : meters.get(subject, unknown -> new Meter(unknown, nowNanos));
    }
}
