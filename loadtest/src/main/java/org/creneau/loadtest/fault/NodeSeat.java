package org.creneau.loadtest.fault;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.jspecify.annotations.Nullable;

/**
 * The place of one node: it reaches its servers, and is reached by its clients, through proxies that stay when it is ended
 * and started anew.
 */
final class NodeSeat implements AutoCloseable {

    /** Nobody listens there. */
    private static final int NOWHERE = 1;

    private static final JavaCommand SERVE = JavaCommand.serve(List.of());

    private final String name;
    private final List<String> jvmOptions;
    private final Path folder;
    private final Map<String, String> environment;
    private final FaultyProxy front;
    private final FaultyProxy database;
    private final FaultyProxy redis;
    private @Nullable Node node;
    private int starts;

    /**
     * A node that does not run yet.
     *
     * @param databaseUrl of the server itself
     * @param folder for its logs
     */
    NodeSeat(
            Vertx vertx,
            String name,
            List<String> jvmOptions,
            String databaseUrl,
            int databasePort,
            int redisPort,
            Path folder) {
        this.name = name;
        this.jvmOptions = jvmOptions;
        this.folder = folder;
        this.front = FaultyProxy.start(vertx, NOWHERE, Cue::posts);
        this.database = FaultyProxy.start(vertx, databasePort, PostgresInserts::new);
        this.redis = FaultyProxy.start(vertx, redisPort, Cue::none);
        this.environment = Map.of(
                "CRENEAU_DATABASE_URL",
                databaseUrl.replace(":" + databasePort + "/", ":" + database.port() + "/"),
                "CRENEAU_REDIS_URL",
                "redis://127.0.0.1:" + redis.port(),
                "CRENEAU_ALLOW_SEED",
                "true",
                "CRENEAU_RATE_LIMITS",
                "off");
    }

    /** Starts the product with its own settings, and waits until it is ready. */
    void start() {
        start(SERVE, Map.of());
    }

    /** Starts the product with other settings. */
    void start(Map<String, String> more) {
        start(SERVE, more);
    }

    void start(JavaCommand command, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        starts++;
        JavaCommand whole = new JavaCommand(jvmOptions, command.mainClass(), command.arguments());
        Node started = Node.start(new NodeSpec(name + "-" + starts, whole, all, folder));
        node = started;
        front.to(started.target().port());
    }

    /** SIGKILL. */
    void kill() {
        running().kill();
        front.to(NOWHERE);
    }

    /** SIGTERM; returns when it is gone. */
    void terminate() {
        running().close();
        front.to(NOWHERE);
    }

    boolean isAlive() {
        return node != null && node.isAlive();
    }

    /** Starts it with its own settings if it does not run. */
    void ensureRunning() {
        if (!isAlive()) {
            start();
        }
    }

    private Node running() {
        return Objects.requireNonNull(node, "not started");
    }

    /** Where its clients find it. */
    Target target() {
        return new Target("127.0.0.1", front.port());
    }

    /** Between clients and node. */
    FaultyProxy front() {
        return front;
    }

    /** Between node and PostgreSQL. */
    FaultyProxy database() {
        return database;
    }

    /** Between node and Redis. */
    FaultyProxy redis() {
        return redis;
    }

    void heal() {
        front.heal();
        database.heal();
        redis.heal();
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
    }
}
