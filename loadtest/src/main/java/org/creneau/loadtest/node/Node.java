package org.creneau.loadtest.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.creneau.loadtest.client.Target;

/** A node of the service, or of something that serves the same calls and health checks, in a process of its own. */
public final class Node implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 50_000_000;

    private final NodeSpec spec;
    private final ChildProcess process;
    private final int port;
    private final int managementPort;

    private Node(NodeSpec spec, ChildProcess process, int port, int managementPort) {
        this.spec = spec;
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts a node on free ports and waits until it is ready. */
    public static Node start(NodeSpec spec) {
        int port = FreePort.find();
        int managementPort = FreePort.find();
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put("CRENEAU_HTTP_PORT", String.valueOf(port));
        environment.put("CRENEAU_MANAGEMENT_PORT", String.valueOf(managementPort));
        ChildProcess process = ChildProcess.start(
                spec.command().line(),
                environment,
                spec.folder().resolve(spec.name() + ".out"),
                spec.folder().resolve(spec.name() + ".log"));
        Node node = new Node(spec, process, port, managementPort);
        try {
            node.awaitReady();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    public String name() {
        return spec.name();
    }

    public Target target() {
        return new Target("localhost", port);
    }

    /** {@code http://host:port} of health and metrics. */
    public String managementUrl() {
        return "http://localhost:" + managementPort;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM, later SIGKILL. */
    @Override
    public void close() {
        process.close();
    }

    private void awaitReady() {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest question = HttpRequest.newBuilder(URI.create(managementUrl() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START.toNanos();
        while (!ready(http, question)) {
            if (!process.isAlive()) {
                throw process.failed(spec.name() + " ended instead of starting");
            }
            if (System.nanoTime() > end) {
                throw process.failed(spec.name() + " was not ready after " + START.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean ready(HttpClient http, HttpRequest question) {
        try {
            return http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a node started", e);
        }
    }
}
