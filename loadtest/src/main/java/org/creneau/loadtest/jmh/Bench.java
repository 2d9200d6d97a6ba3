package org.creneau.loadtest.jmh;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.creneau.Connections;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.node.TemporaryFolder;
import org.creneau.ops.Migrations;

/** What a benchmark of a feature stands on: a Vert.x of its own, and embedded servers with an empty schema. Blocks. */
final class Bench implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final TemporaryFolder folder;
    private final Servers servers;
    private final Vertx vertx;
    private final Connections connections;
    private final Settings settings;

    Bench() throws IOException {
        folder = TemporaryFolder.make("creneau-jmh");
        servers = new Servers("", "", folder.path()).start();
        settings =
                SettingsLoader.defaults(Map.of("database.url", servers.databaseUrl(), "redis.url", servers.redisUrl()));
        new Migrations(servers.databaseUrl()).migrate();
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        connections = new Connections(vertx, settings);
    }

    Vertx vertx() {
        return vertx;
    }

    Connections connections() {
        return connections;
    }

    Settings settings() {
        return settings;
    }

    String databaseUrl() {
        return servers.databaseUrl();
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(connections.close());
        await(vertx.close());
        servers.close();
        folder.close();
    }
}
