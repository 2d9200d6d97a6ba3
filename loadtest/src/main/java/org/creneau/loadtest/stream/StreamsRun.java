package org.creneau.loadtest.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.ProcessUsage;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.node.Usage;
import org.creneau.loadtest.report.Latency;
import org.creneau.loadtest.report.Machine;

/**
 * Opens streams to a node, books one seat after the other, and waits each time until every stream has heard of it. Blocks.
 */
final class StreamsRun {

    /** Changes before those that count: the JVM compiles meanwhile. */
    static final int WARM_UP = 10;

    /**
     * Between two of the node's looks at the seats left. Bookings come at any moment of it: all streams hear soon after a
     * look, and a booking right then would always have to wait for the whole of the next.
     */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int DIGITS = 3;
    private static final long SEED = 7;

    private final Vertx vertx;
    private final Node node;
    private final UUID slot;
    private final List<String> tokens;
    private final HttpClient http = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** @param seeding one slot, and a client for each change */
    StreamsRun(Vertx vertx, Node node, Seeding seeding) {
        this.vertx = vertx;
        this.node = node;
        this.slot = seeding.slots().get(0);
        try {
            this.tokens = Files.readAllLines(seeding.tokens());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StreamsResult measure(int streams, int changes) {
        awaitSlot();
        long heapBefore = LiveObjects.bytes(node.pid());
        long residentBefore = usage().memoryBytes();
        try (Listeners listeners = Listeners.open(vertx, node.target(), streams)) {
            long heap = LiveObjects.bytes(node.pid()) - heapBefore;
            long resident = usage().memoryBytes() - residentBefore;
            Histogram ignored = new Histogram(DIGITS);
            tokens.subList(0, WARM_UP).forEach(token -> change(listeners, token, ignored));
            Histogram micros = new Histogram(DIGITS);
            double cpuBefore = usage().cpuSeconds();
            tokens.subList(WARM_UP, WARM_UP + changes).forEach(token -> change(listeners, token, micros));
            return new StreamsResult(
                    Machine.here(),
                    streams,
                    changes,
                    Latency.of(micros),
                    heap,
                    resident,
                    usage().cpuSeconds() - cpuBefore);
        }
    }

    /** The answer comes after the commit; seats left are read from Redis, which may know a moment earlier. */
    private void change(Listeners listeners, String token, Histogram micros) {
        Future<long[]> heard = listeners.expectChange();
        book(token);
        long answered = System.nanoTime();
        for (long at : Listeners.await(heard)) {
            micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(at - answered)));
        }
        LockSupport.parkNanos(random.nextLong(LOOK_NANOS));
    }

    private void book(String token) {
        HttpRequest request = HttpRequest.newBuilder(uri("/bookings"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(String.format(Locale.ROOT, "{\"slotId\":\"%s\"}", slot)))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("a booking was answered " + answer.body());
        }
    }

    /** Seeded slots are seen by a running node within two seconds, and open a moment later. */
    private void awaitSlot() {
        HttpRequest question = HttpRequest.newBuilder(uri("/slots/" + slot)).build();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!send(question).body().contains("\"status\":\"OPEN\"")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the node does not see an open slot");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://" + node.target().host() + ':' + node.target().port() + "/api/v1" + path);
    }

    private Usage usage() {
        return new ProcessUsage(node.name(), node.pid())
                .read()
                .orElseThrow(() -> new IllegalStateException("the node is gone"));
    }
}
