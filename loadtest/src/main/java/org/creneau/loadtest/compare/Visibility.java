package org.creneau.loadtest.compare;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.creneau.loadtest.client.Target;

/** Waits until new slots have arrived at a node. Blocks. */
final class Visibility {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 50_000_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Target target;

    Visibility(Target target) {
        this.target = target;
    }

    /** By search, which knows only what is in the node's memory; a single slot would also be read from PostgreSQL. */
    void await(List<UUID> slots) {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (UUID slot : slots) {
            while (!visible(slot)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("slot " + slot + " did not arrive at the node within " + LIMIT);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private boolean visible(UUID slot) {
        URI search = URI.create(target + "/api/v1/slots?limit=1&type=" + HotSlots.typeOf(slot));
        try {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(search).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    && !new JsonObject(response.body()).getJsonArray("items").isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException(target + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
