package org.creneau.limit;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** What one subject has used of one limit on this node, for every event loop. There may be a hundred thousand of these. */
final class Meter {

    private static final AtomicLongFieldUpdater<Meter> UNTIL = AtomicLongFieldUpdater.newUpdater(Meter.class, "until");
    private static final AtomicIntegerFieldUpdater<Meter> UNREPORTED =
            AtomicIntegerFieldUpdater.newUpdater(Meter.class, "unreported");
    private static final AtomicIntegerFieldUpdater<Meter> LISTED =
            AtomicIntegerFieldUpdater.newUpdater(Meter.class, "listed");

    final Object subject;

    /** When everything used will be back, by {@link System#nanoTime}. */
    private volatile long until;

    /** Calls that the other nodes do not know of. */
    @SuppressWarnings("UnusedVariable") // read and written by its updater
    private volatile int unreported;

    private volatile int listed;

    Meter(Object subject, long nowNanos) {
        this.subject = subject;
        this.until = nowNanos;
    }

    /** Takes one call, unless it is one too many. */
    Verdict take(Quota quota, long nowNanos) {
        while (true) {
            long before = until;
            long used = Math.max(before - nowNanos, 0);
            long after = used + quota.nanosEach();
            if (after > quota.windowNanos()) {
                return new Verdict(quota, false, used);
            }
            if (UNTIL.compareAndSet(this, before, nowNanos + after)) {
                UNREPORTED.incrementAndGet(this);
                return new Verdict(quota, true, after);
            }
        }
    }

    /** Learns that so much is used on all nodes together. */
    void raise(long usedNanos, long nowNanos) {
        UNTIL.accumulateAndGet(this, nowNanos + usedNanos, (own, all) -> all - own > 0 ? all : own);
    }

    /** The calls to be reported, which from now on count as reported. */
    int report() {
        return UNREPORTED.getAndSet(this, 0);
    }

    /** They could not be reported after all. */
    void unreport(int calls) {
        UNREPORTED.addAndGet(this, calls);
    }

    /** Whether the caller is the one who may put it on the list of those that are to be compared. */
    boolean list() {
        return listed == 0 && LISTED.compareAndSet(this, 0, 1);
    }

    void unlist() {
        listed = 0;
    }
}
