package org.creneau.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Until {

    /** How long a condition may take on the slowest machine; a test that needs it is about to fail. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Until() {}

    /** Returns as soon as the condition holds; fails when it never does. */
    public static void holds(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the condition did not come to hold within " + LIMIT);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
