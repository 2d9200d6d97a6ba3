package org.creneau.slot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.creneau.seat.SeatCounts;
import org.creneau.slot.SlotSnapshot.Entry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the seats left in {@link SlotMemory} fresh: from Redis where somebody took or gave back a seat lately, from
 * PostgreSQL where Redis does not know. Deployed once, after {@link SlotFollower}. While Redis does not answer, all are
 * counted in PostgreSQL from time to time. While neither does, the last figures stay, and say how old they are.
 */
public final class LeftFollower extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(LeftFollower.class);
    private static final long ANSWER_TIMEOUT_SECONDS = 5;
    /** Redis remembers for a minute which slots were touched; who heard nothing for half of it counts anew. */
    private static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Figures that were not known for so long say so. */
    private static final Duration STALE = Duration.ofSeconds(3);
    /** Between two counts of everything, while Redis does not answer… */
    private static final long COUNT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** … and so many times as long as the last one took, so that counting is a twentieth of a connection at the most. */
    private static final int COUNT_SHARE = 20;

    private final SlotMemory memory;
    private final SlotStore store;
    private final SeatCounts seats;
    private final long refreshMillis;
    private final AtomicBoolean recountAll = new AtomicBoolean();

    // Touched by this verticle's event loop only.
    private long lastSuccessNanos = System.nanoTime();
    private long nextCountNanos = System.nanoTime();
    private Instant knownAt = Instant.now();
    private boolean failing;
    private boolean stopped;

    public LeftFollower(SlotMemory memory, SlotStore store, SeatCounts seats, long refreshMillis) {
        this.memory = memory;
        this.store = store;
        this.seats = seats;
        this.refreshMillis = refreshMillis;
    }

    @Override
    public Future<?> start() {
        seats.onDisturbance(() -> recountAll.set(true));
        scheduleRefresh();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    /** The next one begins when this one is over: never two at once. */
    private void scheduleRefresh() {
        if (stopped) {
            return;
        }
        vertx.setTimer(refreshMillis, timer -> {
            Instant asked = Instant.now();
            refresh()
                    // SeatCounts may answer on any thread.
                    .onComplete(done -> context.runOnContext(back -> {
                        if (done.succeeded()) {
                            knownAt = asked;
                        }
                        report(done.cause());
                        Future<?> counted = done.succeeded() ? Future.succeededFuture() : countMeanwhile();
                        counted.onComplete(ready -> {
                            memory.leftAsOf(knownAt.plus(STALE).isBefore(Instant.now()) ? knownAt : null);
                            scheduleRefresh();
                        });
                    }));
        });
    }

    /** Without Redis, unless it was done a moment ago. */
    private Future<Void> countMeanwhile() {
        long begun = System.nanoTime();
        if (begun - nextCountNanos < 0) {
            return Future.succeededFuture();
        }
        Instant asked = Instant.now();
        return count(memory.snapshot().entries())
                .onSuccess(counted -> knownAt = asked)
                .onComplete(done -> {
                    long end = System.nanoTime();
                    nextCountNanos = end + Math.max(COUNT_PAUSE_NANOS, COUNT_SHARE * (end - begun));
                });
    }

    private void report(@Nullable Throwable failure) {
        if (failure == null) {
            lastSuccessNanos = System.nanoTime();
        }
        if (failure != null && !failing && !stopped) {
            log.warn("seats left cannot be read in Redis, they are counted: {}", failure.toString());
        } else if (failure == null && failing) {
            log.info("seats left can be read again");
        }
        failing = failure != null;
    }

    private Future<Void> refresh() {
        // Taken before the counting begins: a disturbance meanwhile asks for another round.
        if (recountAll.getAndSet(false)) {
            return count(memory.snapshot().entries())
                    .onFailure(e -> recountAll.set(true))
                    // Redis may answer while PostgreSQL does not.
                    .transform(counted -> refreshTouched()
                            .compose(touched -> counted.failed()
                                    ? Future.<Void>failedFuture(counted.cause())
                                    : Future.<Void>succeededFuture()));
        }
        boolean silentTooLong = System.nanoTime() - lastSuccessNanos > MAX_SILENCE_NANOS;
        return refreshTouched()
                .compose(touched -> silentTooLong ? count(memory.snapshot().entries()) : Future.succeededFuture());
    }

    private Future<Void> refreshTouched() {
        return seats.recentlyTouched()
                .timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .compose(touched -> {
                    SlotSnapshot snapshot = memory.snapshot();
                    List<Entry> entries = new ArrayList<>();
                    for (UUID id : touched) {
                        Entry entry = snapshot.find(id);
                        if (entry != null) {
                            entries.add(entry);
                        }
                    }
                    return entries.isEmpty() ? Future.succeededFuture() : read(entries);
                });
    }

    private Future<Void> read(List<Entry> entries) {
        return seats.left(entries.stream().map(entry -> entry.slot().id()).toList())
                .timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .compose(left -> {
                    List<Entry> unknown = new ArrayList<>();
                    for (Entry entry : entries) {
                        Integer seatsLeft = left.get(entry.slot().id());
                        if (seatsLeft == null) {
                            unknown.add(entry);
                        } else {
                            memory.setLeft(entry, bounded(seatsLeft, entry));
                        }
                    }
                    return count(unknown);
                });
    }

    private Future<Void> count(Collection<Entry> entries) {
        return store.occupied(entries.stream().map(entry -> entry.slot().id()).toList())
                .map(occupied -> set(entries, occupied));
    }

    private @Nullable Void set(Collection<Entry> entries, Map<UUID, Integer> occupied) {
        for (Entry entry : entries) {
            int taken = occupied.getOrDefault(entry.slot().id(), 0);
            memory.setLeft(entry, bounded(entry.slot().capacity() - taken, entry));
        }
        return null;
    }

    private static int bounded(int left, Entry entry) {
        return Math.max(0, Math.min(left, entry.slot().capacity()));
    }
}
