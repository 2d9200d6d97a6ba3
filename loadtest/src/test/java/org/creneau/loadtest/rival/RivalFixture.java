package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.loadtest.compare.Clientele;
import org.creneau.loadtest.compare.HotSlots;
import org.creneau.ops.ManagementMetrics;
import org.creneau.ops.Violation;
import org.jspecify.annotations.Nullable;

/** A rival that serves in this process on a database of its own, and clients for it. */
final class RivalFixture implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ManagementMetrics metrics = ManagementMetrics.start();
    private final RivalServer server;
    private final Clientele clientele;
    final HotSlots slots;

    /** What came back: the status, the problem's code, the booking's id and seat. */
    record Answer(
            int status,
            @Nullable String code,
            @Nullable String id,
            @Nullable Integer seat) {

        /** Status and code, for counting. */
        String outcome() {
            return code == null ? "" + status : status + " " + code;
        }
    }

    interface Start {
        Future<RivalServer> with(ManagementMetrics metrics, Settings settings);
    }

    RivalFixture(String databaseUrl, String redisUrl, Start start) {
        Settings settings = SettingsLoader.defaults(Map.of(
                "database.url", databaseUrl,
                "redis.url", redisUrl,
                "http.host", "localhost",
                "http.port", "0",
                "management.host", "localhost",
                "management.port", "0",
                "search.slotRefreshMillis", "100"));
        server = await(start.with(metrics, settings));
        clientele = await(Clientele.of(metrics.vertx(), settings));
        slots = new HotSlots(databaseUrl);
    }

    List<String> tokens(int count) {
        return await(clientele.add(metrics.vertx(), count));
    }

    CompletableFuture<Answer> book(String token, UUID slot, @Nullable String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.httpPort() + "/api/v1/bookings"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"slotId\":\"" + slot + "\"}"));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> answer(response.statusCode(), new JsonObject(response.body())));
    }

    int get(String path, String token) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.httpPort() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .statusCode();
    }

    List<Violation> violations() {
        return await(clientele.violations());
    }

    private static Answer answer(int status, JsonObject body) {
        return new Answer(status, body.getString("code"), body.getString("id"), body.getInteger("seat"));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        clientele.close();
        await(server.stop());
        metrics.gc().close();
        await(metrics.vertx().close());
    }
}
