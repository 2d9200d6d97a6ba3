package org.creneau.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
                // One more look: the machine may have stood still while the condition came to hold.
                if (condition.getAsBoolean()) {
                    return;
                }
                throw new AssertionError("the condition did not come to hold within " + LIMIT);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** The first answer that is as it should be; fails when none ever is. */
    public static <T> T answers(Supplier<T> question, Predicate<T> wanted) {
        AtomicReference<@Nullable T> last = new AtomicReference<>();
        holds(() -> {
            T answer = question.get();
            last.set(answer);
            return wanted.test(answer);
        });
        return Objects.requireNonNull(last.get());
    }
}
