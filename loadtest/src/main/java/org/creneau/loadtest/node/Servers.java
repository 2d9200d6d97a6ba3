package org.creneau.loadtest.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.embedded.EmbeddedServers;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL and a Redis: those that exist, else embedded ones, as durable as any (fsync is on). They end with this
 * process at the latest, also when it is interrupted while they start.
 */
public final class Servers implements AutoCloseable {

    private static final long START_SECONDS = 60;

    private final Settings settings;
    private final Path dataDir;
    private final CompletableFuture<EmbeddedServers> servers = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Lock closing = new ReentrantLock();

    /**
     * Nothing is started yet.
     *
     * @param databaseUrl {@code postgresql://…}; empty: an embedded one
     * @param redisUrl {@code redis://…}; empty: an embedded one
     * @param dataDir where embedded servers keep their files
     */
    public Servers(String databaseUrl, String redisUrl, Path dataDir) {
        this.settings = SettingsLoader.defaults(Map.of(
                "database.url",
                databaseUrl,
                "redis.url",
                redisUrl,
                "dataDir",
                dataDir.toAbsolutePath().toString()));
        this.dataDir = dataDir;
    }

    /** Starts what is not given; throws {@link org.creneau.config.SettingsException} when that is impossible. */
    public Servers start() {
        if (begun.compareAndSet(false, true)) {
            // They are in sessions of their own: a signal to this process does not reach them.
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end servers"));
            try {
                servers.complete(EmbeddedServers.start(settings));
            } catch (RuntimeException e) {
                servers.completeExceptionally(e);
                throw e;
            }
        }
        return this;
    }

    public String databaseUrl() {
        return running().database().url();
    }

    public String redisUrl() {
        return running().redis().url();
    }

    private Settings running() {
        if (!servers.isDone()) {
            throw new IllegalStateException("not started");
        }
        return servers.join().settings();
    }

    /** The settings of a node on these servers that takes part in a load test. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("CRENEAU_DATABASE_URL", databaseUrl());
        environment.put("CRENEAU_REDIS_URL", redisUrl());
        environment.put("CRENEAU_ALLOW_SEED", "true");
        environment.put("CRENEAU_RATE_LIMITS", "off");
        return environment;
    }

    /** The embedded ones among them, for watching. */
    public List<UsageSource> usageSources() {
        return PidFiles.sources(dataDir);
    }

    /** Waits for servers that are just starting, then ends them. May be called again, and by several threads. */
    @Override
    public void close() {
        if (!begun.get()) {
            return;
        }
        closing.lock();
        try {
            servers.get(START_SECONDS, TimeUnit.SECONDS).close();
        } catch (ExecutionException nothingStarted) {
            // nothing to end
        } catch (TimeoutException e) {
            LoggerFactory.getLogger(Servers.class).warn("servers that are still starting could not be ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closing.unlock();
        }
    }
}
