package org.creneau;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.creneau.config.Settings;
import org.creneau.embedded.EmbeddedServers;
import org.creneau.ops.ManagementMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code serve}. It knows at every moment what was started so far, so that nothing is left running whenever
 * the end comes: also in the middle of a first start, which takes a while.
 */
final class Serving {

    private static final Logger log = LoggerFactory.getLogger(Serving.class);

    /** After the HTTP server's own drain time, for everything behind it. */
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(1);

    private static final Duration AT_MOST = Duration.ofMillis(9500);

    private final Settings configured;
    private final CompletableFuture<EmbeddedServers> servers = new CompletableFuture<>();
    private final AtomicReference<@Nullable Creneau> node = new AtomicReference<>();

    Serving(Settings configured) {
        this.configured = configured;
    }

    /** Returns only when the start fails, by throwing why. */
    int run() {
        Duration drain =
                Duration.ofMillis(configured.http().drainTimeoutMillis()).plus(AFTER_DRAIN);
        Shutdown shutdown = Shutdown.onSignal(this::drain, this::stopServers, drain, AT_MOST);
        try {
            start();
        } catch (RuntimeException e) {
            if (!shutdown.cancel()) {
                // The end came first and took away what the start needed: it is no failure.
                Shutdown.await();
            }
            if (!servers.isCompletedExceptionally()) {
                servers.join().close();
            }
            throw e;
        }
        Shutdown.await();
        return 0;
    }

    private void start() {
        EmbeddedServers started = startServers();
        Settings settings = started.settings();
        boolean demoData = switch (settings.demoData()) {
            case EMBEDDED -> started.hasDatabase();
            case ALWAYS -> true;
            case NEVER -> false;
        };
        Creneau serving = Actions.await(Creneau.start(ManagementMetrics.start(), settings, demoData, started.pages()));
        node.set(serving);
        Welcome.print(
                System.out,
                serving.httpPort(),
                serving.managementPort(),
                started.pages().keySet(),
                serving.hasDemoAccount());
    }

    private EmbeddedServers startServers() {
        try {
            EmbeddedServers started = EmbeddedServers.start(configured);
            servers.complete(started);
            return started;
        } catch (RuntimeException e) {
            servers.completeExceptionally(e);
            throw e;
        }
    }

    /** A node that is not ready yet has nobody to answer. */
    private Future<Void> drain() {
        Creneau serving = node.get();
        return serving == null ? Future.succeededFuture() : serving.stop();
    }

    /** Servers that are just being started are first waited for: a server cannot be told to stop before it is up. */
    private void stopServers() {
        try {
            servers.get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS).close();
        } catch (ExecutionException e) {
            log.debug("no servers to stop: their start failed");
        } catch (TimeoutException e) {
            throw new IllegalStateException("the embedded servers did not start in time to be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
