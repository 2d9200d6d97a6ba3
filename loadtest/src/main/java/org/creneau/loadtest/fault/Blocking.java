package org.creneau.loadtest.fault;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting on the thread that leads a run. */
final class Blocking {

    private static final long LIMIT_SECONDS = 60;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Blocking() {}

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("nothing happened within " + LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether something came to be true before {@code endNanos}, of {@link System#nanoTime()}. */
    static boolean until(long endNanos, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Waits for something that must come to be true. */
    static void require(int seconds, String what, BooleanSupplier condition) {
        if (!until(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds), condition)) {
            throw new IllegalStateException("not within " + seconds + " s: " + what);
        }
    }

    static void sleepUntil(long nanos) {
        until(nanos, () -> false);
    }
}
