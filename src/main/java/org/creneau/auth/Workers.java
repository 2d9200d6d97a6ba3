package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.creneau.core.Overloaded;

/**
 * A few threads for computations that would block an event loop, and a bound on the requests that may need them.
 *
 * <p>A request is admitted or refused before it changes anything, so that nobody loses an attempt or a token because
 * the threads were busy. Once admitted it may {@link #run} computations, one at a time.
 */
final class Workers implements AutoCloseable {

    private final Vertx vertx;
    private final String name;
    private final int capacity;
    private final AtomicInteger admitted = new AtomicInteger();
    private final ThreadPoolExecutor executor;

    /** @param queue requests that may be admitted beyond one for each thread */
    Workers(Vertx vertx, String name, int threads, int queue) {
        this.vertx = vertx;
        this.name = name;
        this.capacity = threads + queue;
        this.executor = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), threads(name));
    }

    /** Carries out a request that will need these threads, or fails with {@link Overloaded} when too many do. */
    <T> Future<T> admit(Supplier<Future<T>> request) {
        if (admitted.incrementAndGet() > capacity) {
            admitted.decrementAndGet();
            return Future.failedFuture(new Overloaded(name));
        }
        Future<T> answer;
        try {
            answer = request.get();
        } catch (RuntimeException broken) {
            answer = Future.failedFuture(broken);
        }
        return answer.onComplete(done -> admitted.decrementAndGet());
    }

    /** Computes on one of the threads, and goes on where the caller was. */
    <T> Future<T> run(Supplier<T> work) {
        try {
            return Future.fromCompletionStage(
                    CompletableFuture.supplyAsync(work, executor), vertx.getOrCreateContext());
        } catch (RejectedExecutionException full) {
            return Future.failedFuture(new Overloaded(name));
        }
    }

    /** Requests admitted and not yet answered. */
    int inFlight() {
        return admitted.get();
    }

    /** Computations done since the start. */
    long computed() {
        return executor.getCompletedTaskCount();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** The lowest priority: Linux heeds it only when the JVM runs with {@code -XX:ThreadPriorityPolicy=1}. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint, on which nothing depends
    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        };
    }
}
