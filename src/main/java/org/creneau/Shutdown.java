package org.creneau;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How {@code serve} ends: on SIGTERM or Ctrl-C the service drains, then what runs below it (embedded servers) is
 * stopped, then the process ends, whatever hangs, within the time given.
 *
 * <p>There is one shutdown hook, because hooks run at the same time and in no order.
 */
public final class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    /** After a clean end. Without it the exit code would tell of the signal, as if something had gone wrong. */
    private static final int CLEAN = 0;

    private static final int CUT_SHORT = 1;

    private final Thread hook;

    private Shutdown(Thread hook) {
        this.hook = hook;
    }

    /**
     * Says what to do when the process is told to end. Before that, a signal ends it at once.
     *
     * @param drain stops taking requests, answers those in flight and closes everything in this process
     * @param last what to stop afterwards, blocking; called also when the drain failed
     * @param drainPatience for the drain alone
     * @param patience for everything
     */
    public static Shutdown onSignal(
            Supplier<Future<Void>> drain, Runnable last, Duration drainPatience, Duration patience) {
        Thread hook = new Thread(() -> end(drain, last, drainPatience, patience), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Shutdown(hook);
    }

    /** Takes it back, for an end of its own with an exit code of its own; false when the process is ending already. */
    public boolean cancel() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    /** Waits for the end of the process; never returns. */
    public static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Supplier<Future<Void>> drain, Runnable last, Duration drainPatience, Duration patience) {
        log.info("stopping");
        startWatchdog(patience);
        boolean clean = drained(drain, drainPatience);
        try {
            last.run();
        } catch (RuntimeException e) {
            clean = false;
            log.error("the end did not go as it should", e);
        }
        log.info("stopped");
        Runtime.getRuntime().halt(clean ? CLEAN : CUT_SHORT);
    }

    private static void startWatchdog(Duration patience) {
        CountDownLatch never = new CountDownLatch(1);
        Thread watchdog = new Thread(
                () -> {
                    try {
                        boolean ended = never.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                        log.error("not stopped within {} (ended: {}): the process is cut short", patience, ended);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(CUT_SHORT);
                },
                "shutdown-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static boolean drained(Supplier<Future<Void>> drain, Duration patience) {
        try {
            drain.get().toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            log.warn("requests in flight were not all answered within {}", patience);
        } catch (ExecutionException | RuntimeException e) {
            log.error("the drain failed", e);
        }
        return false;
    }
}
