package org.creneau.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a node says about itself on its management port. */
public final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Metrics() {}

    /** The sum over all labels of a metric, as a whole number. */
    public static long sum(TestNode node, String name) {
        URI uri = URI.create("http://localhost:" + node.managementPort() + "/metrics");
        try {
            return (long) HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hashes that a node has computed, once it computes none. */
    public static long hashes(TestNode node) {
        long[] before = {-1};
        long[] quiet = {0};
        Until.holds(() -> {
            long now = sum(node, "creneau_auth_hashes_total");
            quiet[0] = now == before[0] ? quiet[0] + 1 : 0;
            before[0] = now;
            // A pool counts a computation a moment after it has handed the result over.
            return quiet[0] >= 25;
        });
        return before[0];
    }
}
