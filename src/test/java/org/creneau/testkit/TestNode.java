package org.creneau.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashMap;
import java.util.Map;
import org.creneau.Creneau;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.ops.ManagementMetrics;

/**
 * A whole node in this process, on a test's database and Redis, with ports that were free. A test may start several on
 * the same servers; see {@link Backstage} for what it does behind their back.
 *
 * <pre>{@code
 * try (TestNode node = TestNode.start(database, redis)) {
 *     node.client().get("/ping").await();
 * }
 * }</pre>
 */
public final class TestNode implements AutoCloseable {

    /** As many as come at once in a rush. */
    private static final int CONNECTIONS = 500;

    /** A machine that stands still for a moment is no server that is away; not for tests of those that are. */
    public static final Map<String, String> PATIENCE = Map.of(
            "database.connectTimeoutMillis", "30000",
            "redis.connectTimeoutMillis", "30000",
            "redis.commandTimeoutMillis", "10000");

    private final ManagementMetrics metrics;
    private final Creneau node;
    /** Of the clients, who share nothing with the node. */
    private final Vertx outside = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final ContractClient client;

    private TestNode(ManagementMetrics metrics, Creneau node) {
        this.metrics = metrics;
        this.node = node;
        this.client = ContractClient.create(outside, node.httpPort(), CONNECTIONS);
    }

    public static TestNode start(String database, String redis) {
        return start(database, redis, Map.of());
    }

    /**
     * Starts a node; blocks until it is ready.
     *
     * @param changes to the default settings, by path
     */
    public static TestNode start(String database, String redis, Map<String, String> changes) {
        ManagementMetrics metrics = ManagementMetrics.start();
        try {
            return new TestNode(metrics, Await.of(Creneau.start(metrics, settings(database, redis, changes), false)));
        } catch (RuntimeException | Error failure) {
            close(metrics);
            throw failure;
        }
    }

    /** The settings of a test's node. */
    public static Settings settings(String database, String redis, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(PATIENCE);
        all.putAll(Map.of(
                "database.url", database,
                "redis.url", redis,
                "http.host", "localhost",
                "http.port", "0",
                "management.host", "localhost",
                "management.port", "0",
                // Slots that come from behind the node's back are found soon.
                "search.slotRefreshMillis", "100",
                "search.leftRefreshMillis", "100"));
        all.putAll(changes);
        return SettingsLoader.defaults(all);
    }

    /** Calls this node, on many connections, and checks every answer against the contract. */
    public ContractClient client() {
        return client;
    }

    /** Waits until the node's search has found slots that came from behind its back, and that seats are left in them. */
    public void awaitAvailable(String type, int slots) {
        Until.holds(() -> client.get("/slots?type=" + type + "&available=true")
                        .await()
                        .expect(200)
                        .getJsonArray("items")
                        .size()
                >= slots);
    }

    /** For callers that are not {@link #client}. */
    public int httpPort() {
        return node.httpPort();
    }

    public int managementPort() {
        return node.managementPort();
    }

    /** Begins what SIGTERM begins; {@link #close} is still needed. */
    public Future<Void> stop() {
        return node.stop();
    }

    /** Stops the node first and closes its Vert.x afterwards, from the test's thread: no event loop may close itself. */
    @Override
    public void close() {
        client.close();
        Await.of(node.stop());
        close(metrics);
        Await.of(outside.close());
    }

    private static void close(ManagementMetrics metrics) {
        metrics.gc().close();
        Await.of(metrics.vertx().close());
    }
}
