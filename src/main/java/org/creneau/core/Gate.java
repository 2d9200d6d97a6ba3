package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets so many calls be under way at once; the others wait, in order and up to a bound. Any thread may call. */
public final class Gate {

    private final String name;
    private final Semaphore free;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();

    /** @param name of what lies behind it, for whoever is refused */
    public Gate(String name, int underWay, int maxWaiting) {
        this.name = name;
        this.free = new Semaphore(underWay);
        this.maxWaiting = maxWaiting;
    }

    /** Begins the call when it is its turn, perhaps on another thread; fails with {@link Overloaded} when too many wait. */
    public <T> Future<T> pass(Supplier<Future<T>> call) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(new Overloaded(name));
        }
        Promise<T> promise = Promise.promise();
        queue.add(() -> begin(call).onComplete(done -> {
            free.release();
            promise.handle(done);
            next();
        }));
        next();
        return promise.future();
    }

    private void next() {
        // Whoever finds the queue empty after all looks again once the permit is back: no call is left behind.
        while (!queue.isEmpty() && free.tryAcquire()) {
            Runnable first = queue.poll();
            if (first == null) {
                free.release();
            } else {
                waiting.decrementAndGet();
                first.run();
            }
        }
    }

    private static <T> Future<T> begin(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
