package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.creneau.testkit.Until;

/** A service that was started. Where it listens it says itself, on standard output. */
final class Running {

    private static final Pattern PLACES =
            Pattern.compile("Créneau serves http://localhost:(\\d+)/api/v1 .*http://localhost:(\\d+)");
    /** What the service promises; an orchestrator kills it later. */
    private static final long END_SECONDS = 10;

    private final Sandbox.Child child;
    private final HttpClient http = HttpClient.newHttpClient();
    private int httpPort;
    private int managementPort;

    Running(Sandbox.Child child) {
        this.child = child;
    }

    Running awaitReady() {
        Until.holds(this::saysWhere);
        Until.holds(() -> health("ready").startsWith("200 "));
        return this;
    }

    private boolean saysWhere() {
        if (!child.process().isAlive()) {
            throw new AssertionError("ended instead of starting: " + child.end(1));
        }
        Matcher places = PLACES.matcher(String.join("\n", output()));
        if (!places.find()) {
            return false;
        }
        httpPort = Integer.parseInt(places.group(1));
        managementPort = Integer.parseInt(places.group(2));
        return true;
    }

    /** Status and body of a health check; empty when nobody answers. */
    String health(String which) {
        return management("/health/" + which);
    }

    /** The sum of a metric over all its labels. */
    double metric(String name) {
        return management("/metrics")
                .lines()
                .filter(line -> line.matches(name + "[{ ].*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    String metrics() {
        return management("/metrics");
    }

    /** What is at an address; empty for nothing. */
    String page(String address) {
        return get(address).body();
    }

    HttpHeaders headers(String address) {
        return get(address).headers();
    }

    private HttpResponse<String> get(String address) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String management(String path) {
        URI uri = URI.create("http://localhost:" + managementPort + path);
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException nobody) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int httpPort() {
        return httpPort;
    }

    List<String> output() {
        return Sandbox.Child.lines(child.output());
    }

    List<String> log() {
        return Sandbox.Child.lines(child.errors());
    }

    /** SIGTERM; returns at once. */
    void tellToEnd() {
        assertTrue(child.process().toHandle().destroy());
    }

    /** Waits for the end, which must not take long. */
    Ended ended() {
        return child.end(END_SECONDS);
    }

    Ended terminate() {
        tellToEnd();
        return ended();
    }

    /** SIGKILL to the service alone. */
    void kill() {
        child.process().toHandle().destroyForcibly();
        child.end(END_SECONDS);
    }
}
