package org.creneau.http;

import io.vertx.core.Handler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.creneau.core.Chain;

/**
 * The time limit of requests, for one event loop. All have the same, so the oldest is always the next to expire: one
 * periodic look at the head of a chain does what a timer for each request would, at a fraction of the cost.
 */
final class Deadlines {

    private final long limitNanos;
    private final LongAdder inFlight;
    private final Handler<Call> expired;
    private final Chain<Call> calls = new Chain<>();

    /** @param inFlight counts the calls that are watched */
    Deadlines(long limitMillis, LongAdder inFlight, Handler<Call> expired) {
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        this.inFlight = inFlight;
        this.expired = expired;
    }

    void watch(Call call) {
        calls.add(call);
        inFlight.increment();
    }

    /** Does nothing when the call is not watched (any more). */
    void forget(Call call) {
        if (calls.remove(call)) {
            inFlight.decrement();
        }
    }

    /** Lets go of those whose time is over. */
    void sweep(long nowNanos) {
        Call call = calls.oldest();
        while (call != null && nowNanos - call.begunNanos() > limitNanos) {
            forget(call);
            expired.handle(call);
            call = calls.oldest();
        }
    }
}
