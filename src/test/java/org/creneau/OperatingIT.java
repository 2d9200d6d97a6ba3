package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.OwnRedis;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees from the start of a node to its end. */
class OperatingIT {

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Backstage backstage = new Backstage(database, redis);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @Test
    void notReadyBeforeItCanServe() throws Exception {
        int port = TestServers.freePort();
        CompletableFuture<TestNode> starting;
        try (Connection blocker = locked("flyway_schema_history in access exclusive mode")) {
            starting = CompletableFuture.supplyAsync(
                    () -> TestNode.start(database, redis, Map.of("management.port", String.valueOf(port))));
            Until.holds(() -> answers(port));
            JsonObject state = ready(port, 503);
            assertEquals("STARTING", state.getString("phase"));
            assertEquals(200, get(port, "/health/live").statusCode());
            assertFalse(starting.isDone());
            blocker.rollback();
        }
        TestNode node = starting.get();
        assertEquals("READY", ready(port, 200).getString("phase"));
        node.close();
        assertFalse(answers(port));
    }

    @Test
    void notReadyFromTheMomentOfShutdownWhileWhatIsInFlightIsAnswered() throws Exception {
        // Long enough for the statement that the test holds up.
        TestNode node = TestNode.start(database, redis, Map.of("database.statementTimeoutMillis", "30000"));
        try {
            Slot slot = offer.open(1);
            TestClient who = backstage.client();
            Future<Response> inFlight;
            Future<Void> stopped;
            try (Connection blocker = locked("booking in exclusive mode")) {
                inFlight = node.client()
                        .post("/bookings")
                        .token(who.token())
                        .json(body(slot))
                        .send();
                Until.holds(() -> waiting() > 0);

                stopped = node.stop();

                assertEquals("STOPPING", ready(node.managementPort(), 503).getString("phase"));
                assertFalse(inFlight.isComplete());
                blocker.rollback();
            }
            Await.of(inFlight).expect(201);
            Await.of(stopped);
            assertEquals(1, offer.count("select count(*) from booking where state = 'BOOKED'"));
        } finally {
            node.close();
        }
    }

    @Test
    void whatHappenedIsInTheMetrics() {
        try (TestNode node = TestNode.start(database, redis)) {
            Slot slot = offer.open(1);
            book(node, slot).expect(201);
            book(node, slot).expect(409, "slot-full");

            String metrics = get(node.managementPort(), "/metrics").body();

            assertEquals(
                    1, value(metrics, "creneau_http_requests_seconds_count", "operation=\"createBooking\"", "201"));
            assertEquals(
                    1, value(metrics, "creneau_http_requests_seconds_count", "operation=\"createBooking\"", "409"));
            assertEquals(1, value(metrics, "creneau_seats_taken_total"));
            assertEquals(
                    1,
                    value(metrics, "creneau_seats_full_total", "from=\"redis\"")
                            + value(metrics, "creneau_seats_full_total", "from=\"memory\""));
            assertEquals(1, value(metrics, "creneau_booking_batch_size_count"));
            assertEquals(0, value(metrics, "creneau_booking_conflicts_total"));
            assertEquals(1, value(metrics, "creneau_seats_loads_total"));
        }
    }

    @Test
    void withoutRedisANodeIsDegradedAndServes() {
        try (OwnRedis own = new OwnRedis();
                TestNode node = TestNode.start(database, own.url(), Map.of("redis.commandTimeoutMillis", "1000"))) {
            Slot slot = offer.open(3);
            book(node, slot).expect(201);
            assertEquals("UP", ready(node.managementPort(), 200).getString("status"));

            own.pause();
            book(node, slot).expect(201);
            JsonObject state = ready(node.managementPort(), 200);
            assertEquals("DEGRADED", state.getString("status"));
            assertEquals("DOWN", state.getJsonObject("checks").getString("redis"));
            Until.holds(() -> left(node, slot) == 1);
            book(node, slot).expect(201);
            book(node, slot).expect(409, "slot-full");
            String metrics = get(node.managementPort(), "/metrics").body();
            assertEquals(1, value(metrics, "creneau_redis_away"));
            assertTrue(value(metrics, "creneau_seats_without_redis_total") >= 2, metrics);
            Until.holds(() -> left(node, slot) == 0);

            own.resume();
            Until.holds(
                    () -> ready(node.managementPort(), 200).getString("status").equals("UP"));
            book(node, slot).expect(409, "slot-full");
            assertEquals(0, value(get(node.managementPort(), "/metrics").body(), "creneau_redis_away"));
        }
    }

    private static int left(TestNode node, Slot slot) {
        return node.client().get("/slots/" + slot.id()).await().expect(200).getInteger("left");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "creneau_http_requests_seconds_sum{",
                "creneau_http_requests_active",
                "creneau_http_connections",
                "creneau_booking_queue{",
                "creneau_redis_away",
                "creneau_seats_without_redis_total",
                "creneau_auth_hashing_waiting",
                "creneau_auth_signing_waiting",
                "vertx_pool_in_use{",
                "vertx_pool_queue_pending{"
            })
    void aMeterIsThere(String start) {
        try (TestNode node = TestNode.start(database, redis)) {
            node.client().get("/ping").await().expect(200);
            String metrics = get(node.managementPort(), "/metrics").body();
            assertTrue(metrics.lines().anyMatch(line -> line.startsWith(start)), metrics);
        }
    }

    private Response book(TestNode node, Slot slot) {
        return node.client()
                .post("/bookings")
                .token(backstage.client().token())
                .json(body(slot))
                .await();
    }

    private static JsonObject body(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    /** The sum of the meters of this name with all these labels. */
    private static double value(String metrics, String name, String... labels) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A connection that keeps everybody else out of a table, until it is rolled back. */
    private Connection locked(String what) throws SQLException {
        Connection connection = TestServers.connect(database);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + what);
        }
        return connection;
    }

    private long waiting() {
        return offer.count("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into booking%'""");
    }

    private JsonObject ready(int port, int status) {
        HttpResponse<String> answer = get(port, "/health/ready");
        assertEquals(status, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private boolean answers(int port) {
        try {
            get(port, "/health/live");
            return true;
        } catch (UncheckedIOException refused) {
            assertTrue(refused.getCause() instanceof ConnectException, refused::toString);
            return false;
        }
    }

    private HttpResponse<String> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
