package org.creneau.loadtest.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A node elsewhere, through its own {@code /metrics}. */
public final class MetricsUsage implements UsageSource {

    private static final String CPU = "process_cpu_time_ns_total";
    private static final String COMMITTED = "jvm_memory_committed_bytes";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final HttpRequest request;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param managementUrl {@code http://host:port} */
    public MetricsUsage(String name, String managementUrl) {
        this.name = name;
        this.request = HttpRequest.newBuilder(URI.create(managementUrl + "/metrics"))
                .timeout(PATIENCE)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String memoryMeaning() {
        return "committed by the JVM";
    }

    @Override
    public Optional<Usage> read() {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? parse(response.body()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** From Prometheus' text format; empty when the process does not tell its CPU time. */
    static Optional<Usage> parse(String metrics) {
        if (metrics.lines().noneMatch(line -> is(line, CPU))) {
            return Optional.empty();
        }
        return Optional.of(new Usage(sum(metrics, CPU) / 1e9, (long) sum(metrics, COMMITTED)));
    }

    private static double sum(String metrics, String metric) {
        return metrics.lines()
                .filter(line -> is(line, metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean is(String line, String metric) {
        return line.startsWith(metric)
                && line.length() > metric.length()
                && (line.charAt(metric.length()) == ' ' || line.charAt(metric.length()) == '{');
    }
}
