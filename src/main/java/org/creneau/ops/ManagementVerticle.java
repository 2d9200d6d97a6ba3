package org.creneau.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics, on a server and port of their own: a crowd on the public port does not keep an operator or an
 * orchestrator out.
 */
public final class ManagementVerticle extends VerticleBase {

    private static final long CHECK_TIMEOUT_MILLIS = 1000;
    /** What Prometheus' text format calls itself. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String JSON = "application/json";

    private final Settings.Management settings;
    private final Readiness readiness;
    private final Map<String, Supplier<Future<Void>>> needed;
    private final Map<String, Supplier<Future<Void>>> helpful;
    private final PrometheusMeterRegistry registry;
    private final Map<String, Handler<HttpServerRequest>> pages;
    private @Nullable HttpServer server;

    /**
     * The server.
     *
     * @param needed cheap checks of what the service cannot work without, by name
     * @param helpful cheap checks of what it works better with: without it a node is degraded, and should still be sent
     *     requests, for all the others are in the same state
     * @param pages whatever else is to be shown to who may see this port, each for one path and all below it
     */
    public ManagementVerticle(
            Settings.Management settings,
            Readiness readiness,
            Map<String, Supplier<Future<Void>>> needed,
            Map<String, Supplier<Future<Void>>> helpful,
            PrometheusMeterRegistry registry,
            Map<String, Handler<HttpServerRequest>> pages) {
        this.settings = settings;
        this.readiness = readiness;
        this.needed = Map.copyOf(needed);
        this.helpful = Map.copyOf(helpful);
        this.registry = registry;
        this.pages = Map.copyOf(pages);
    }

    @Override
    public Future<?> start() {
        HttpServer made = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setIdleTimeout(60)
                        // A client that offers to change to HTTP/2 now and then waits for an answer in vain.
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(this::handle);
        server = made;
        return made.listen()
                .recover(failure -> Future.failedFuture(
                        SettingsException.cannotListen("management", settings.host(), settings.port(), failure)));
    }

    /** The port that it listens on, for a setting of 0; 0 before the start. */
    public int port() {
        return server == null ? 0 : server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        if (!READING.contains(request.method())) {
            request.response()
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .setStatusCode(405)
                    .end();
            return;
        }
        switch (request.path()) {
            case "/health/live" -> answer(request, 200, new JsonObject().put("status", "UP"));
            case "/health/ready" -> ready(request);
            case "/metrics" -> metrics(request);
            default -> page(request);
        }
    }

    private void page(HttpServerRequest request) {
        String path = request.path();
        pages.entrySet().stream()
                .filter(page -> path.equals(page.getKey()) || path.startsWith(page.getKey() + "/"))
                .findFirst()
                .ifPresentOrElse(
                        page -> page.getValue().handle(request),
                        () -> answer(request, 404, new JsonObject().put("status", "NOT_FOUND")));
    }

    private void ready(HttpServerRequest request) {
        Map<String, Future<String>> states = new TreeMap<>();
        needed.forEach((name, check) -> states.put(name, state(check)));
        helpful.forEach((name, check) -> states.put(name, state(check)));
        Future.all(List.copyOf(states.values())).onSuccess(checked -> {
            JsonObject details = new JsonObject();
            states.forEach((name, state) -> details.put(name, state.result()));
            Readiness.Phase phase = readiness.phase();
            boolean up = phase == Readiness.Phase.READY
                    && needed.keySet().stream().allMatch(name -> "UP".equals(details.getString(name)));
            boolean all = helpful.keySet().stream().allMatch(name -> "UP".equals(details.getString(name)));
            answer(
                    request,
                    up ? 200 : 503,
                    new JsonObject()
                            .put("status", up ? all ? "UP" : "DEGRADED" : "DOWN")
                            .put("phase", phase.name())
                            .put("checks", details));
        });
    }

    /** Never fails: a check that fails, throws or takes too long is a check that says DOWN. */
    private static Future<String> state(Supplier<Future<Void>> check) {
        return Future.succeededFuture()
                .compose(start -> check.get())
                .timeout(CHECK_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map("UP")
                .otherwise("DOWN");
    }

    /** On a worker, because thousands of series take a while to print. */
    private void metrics(HttpServerRequest request) {
        vertx.executeBlocking(registry::scrape, false)
                .onSuccess(text -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, METRICS_TYPE)
                        .end(text))
                .onFailure(failure -> answer(request, 500, new JsonObject().put("status", "DOWN")));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
