package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementVerticleIT {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ManagementMetrics metrics = ManagementMetrics.start();
    private final Readiness readiness = new Readiness();
    private volatile Supplier<Future<Void>> database = Future::succeededFuture;
    private volatile Supplier<Future<Void>> redis = Future::succeededFuture;
    private final ManagementVerticle management = verticle(0);

    @BeforeEach
    void start() throws Exception {
        await(metrics.vertx().deployVerticle(management));
    }

    @AfterEach
    void stop() throws Exception {
        metrics.gc().close();
        await(metrics.vertx().close());
    }

    @Test
    void liveAlways() throws Exception {
        assertEquals(200, get("/health/live").statusCode());
        readiness.stopping();
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void readyFromTheEndOfTheStartToTheBeginningOfTheEnd() throws Exception {
        assertEquals(503, get("/health/ready").statusCode());
        readiness.ready();
        HttpResponse<String> ready = get("/health/ready");
        assertEquals(200, ready.statusCode());
        assertEquals(new JsonObject("""
                        {"status": "UP", "phase": "READY", "checks": {"postgresql": "UP", "redis": "UP"}}"""), new JsonObject(ready.body()));
        readiness.stopping();
        readiness.ready();
        assertEquals(503, get("/health/ready").statusCode());
    }

    @Test
    void notReadyWhileACheckFailsThrowsOrHangs() throws Exception {
        readiness.ready();
        for (Supplier<Future<Void>> trouble : TROUBLES) {
            database = trouble;
            assertState(503, "DOWN", "DOWN", "UP");
        }
        database = Future::succeededFuture;
        assertEquals(200, get("/health/ready").statusCode());
    }

    @Test
    void readyButDegradedWithoutWhatItCanDoWithout() throws Exception {
        for (Supplier<Future<Void>> trouble : TROUBLES) {
            redis = trouble;
            assertEquals(503, get("/health/ready").statusCode(), "not started");
        }
        readiness.ready();
        for (Supplier<Future<Void>> trouble : TROUBLES) {
            redis = trouble;
            assertState(200, "DEGRADED", "UP", "DOWN");
        }
        database = () -> Future.failedFuture("gone, too");
        assertState(503, "DOWN", "DOWN", "DOWN");
        database = Future::succeededFuture;
        redis = Future::succeededFuture;
        assertState(200, "UP", "UP", "UP");
    }

    private static final List<Supplier<Future<Void>>> TROUBLES = List.of(
            () -> Future.failedFuture("gone"),
            () -> {
                throw new IllegalStateException("closed");
            },
            () -> Promise.<Void>promise().future());

    private void assertState(int code, String status, String postgresql, String redis) throws Exception {
        HttpResponse<String> answer = get("/health/ready");
        assertEquals(code, answer.statusCode());
        JsonObject body = new JsonObject(answer.body());
        assertEquals(status, body.getString("status"));
        assertEquals(postgresql, body.getJsonObject("checks").getString("postgresql"));
        assertEquals(redis, body.getJsonObject("checks").getString("redis"));
    }

    @Test
    void metricsInPrometheusForm() throws Exception {
        metrics.registry().counter("creneau.test").increment();
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("content-type").orElse(""));
        assertTrue(answer.body().contains("creneau_test_total 1.0"), answer.body());
        assertTrue(answer.body().contains("jvm_memory_used_bytes"), answer.body());
        assertTrue(answer.body().contains("process_cpu_usage"), answer.body());
        assertTrue(answer.body().contains("vertx_pool_"));
    }

    @Test
    void nothingElse() throws Exception {
        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/health").statusCode());
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals(
                405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void aTakenPortIsOneLine() {
        ExecutionException failure = assertThrows(
                ExecutionException.class, () -> await(metrics.vertx().deployVerticle(verticle(management.port()))));
        String line =
                assertInstanceOf(SettingsException.class, failure.getCause()).getMessage();
        assertTrue(line.startsWith("management.port (CRENEAU_MANAGEMENT_PORT): port " + management.port()), line);
    }

    @Test
    void morePagesCanBeShown() throws Exception {
        assertEquals("/page", get("/page").body());
        assertEquals("/page/1", get("/page/1").body());
        assertEquals(404, get("/pages").statusCode());
    }

    @Test
    void theNativeTransportIsUsedOnLinux() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        assertEquals(linux, metrics.vertx().isNativeTransportEnabled());
    }

    private ManagementVerticle verticle(int port) {
        return new ManagementVerticle(
                new Settings.Management("127.0.0.1", port),
                readiness,
                Map.of("postgresql", () -> database.get()),
                Map.of("redis", () -> redis.get()),
                metrics.registry(),
                Map.of("/page", request -> request.response().end(request.path())));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + management.port() + path);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
