package org.creneau.loadtest.rush;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.creneau.loadtest.report.Latency;
import org.creneau.loadtest.report.Machine;
import org.creneau.loadtest.rush.RushReport.Summary;

/** The report in words and tables, as the page's template takes them. */
final class RushPage {

    static final String TEMPLATE = "rush.html";

    private RushPage() {}

    /** A line of a table of two columns. */
    record Row(String name, String value) {}

    /** A line of the table of latencies, in milliseconds. */
    record LatencyRow(
            String kind, String from, String count, String p50, String p95, String p99, String p999, String max) {}

    /** A line of the table of processes. */
    record UsageRow(String source, String cpuSeconds, String mean, String peak, String memory, String meaning) {}

    static Map<String, Object> of(RushReport report) {
        Map<String, Object> page = new HashMap<>(details(report));
        page.put("title", report.title());
        page.put("startedAt", report.startedAt().toString());
        page.put("good", report.verdict().good() && report.verdict().checked());
        page.put("sentence", report.verdict().sentence());
        page.put("hasViolations", !report.verdict().violations().isEmpty());
        page.put("violations", report.verdict().violations());
        page.put("hasRemarks", !report.remarks().isEmpty());
        page.put("remarks", report.remarks());
        page.put("summary", summary(report));
        page.put(
                "latencies",
                report.latencies().stream().flatMap(RushPage::latency).toList());
        page.put("answers", report.answers().stream().map(RushPage::count).toList());
        return page;
    }

    private static Map<String, Object> details(RushReport report) {
        return Map.of(
                "visits", report.visits().stream().map(RushPage::count).toList(),
                "usage", report.usage().stream().map(RushPage::usage).toList(),
                "machine", machine(report.machine()),
                "parameters",
                        report.parameters().entrySet().stream()
                                .map(entry -> new Row(entry.getKey(), String.valueOf(entry.getValue())))
                                .toList());
    }

    static List<Row> summary(RushReport report) {
        Summary summary = report.summary();
        Double soldOut = summary.soldOutSeconds();
        Double settled = report.verdict().settledAfterSeconds();
        return List.of(
                new Row("Clients", whole(summary.clients())),
                new Row("Seats", whole(summary.seats()) + " in " + whole(summary.slots()) + " slots"),
                new Row("Sold out after", soldOut == null ? "not sold out" : seconds(soldOut)),
                new Row(
                        "Bookings acknowledged",
                        whole(summary.booked()) + ", of which " + whole(summary.cancelled()) + " cancelled again"),
                new Row(
                        "Bookings per second",
                        fraction(summary.bookingsPerSecondMean()) + " "
                                + (soldOut == null ? "over the arrival window" : "until sold out") + ", "
                                + whole(summary.bookingsPerSecondPeak()) + " in the best second"),
                new Row("Refusals (full) per second", whole(summary.refusalsPerSecondPeak()) + " in the best second"),
                new Row("Answers per second", whole(summary.answersPerSecondPeak()) + " in the best second"),
                new Row("Requests in all", whole(summary.requests())),
                new Row("Connections", whole(summary.connections())),
                new Row(
                        "Every seat accounted for",
                        settled == null ? "no, or nobody looked" : "after " + seconds(settled)),
                new Row(
                        "The generator itself",
                        "late by " + fraction(summary.generatorLateMillisP99()) + " ms (p99), at most "
                                + fraction(summary.generatorLateMillisMax())
                                + " ms; its idea of the service's clock is "
                                + "right within " + fraction(summary.opensErrorMillis()) + " ms"));
    }

    private static Stream<LatencyRow> latency(RushReport.KindReport kind) {
        return Stream.of(
                latency(kind.kind(), "intended", kind.fromIntended()), latency(kind.kind(), "sent", kind.fromSent()));
    }

    private static LatencyRow latency(String kind, String from, Latency latency) {
        return new LatencyRow(
                kind,
                from,
                whole(latency.count()),
                fraction(latency.p50()),
                fraction(latency.p95()),
                fraction(latency.p99()),
                fraction(latency.p999()),
                fraction(latency.max()));
    }

    private static UsageRow usage(RushReport.Consumption usage) {
        return new UsageRow(
                usage.source(),
                fraction(usage.cpuSeconds()),
                fraction(usage.coresMean()),
                fraction(usage.coresPeak()),
                usage.memoryMiBPeak() == 0 ? "–" : whole((long) usage.memoryMiBPeak()),
                usage.memoryMeaning());
    }

    private static Row count(RushReport.Count count) {
        return new Row(count.what(), whole(count.count()));
    }

    private static List<Row> machine(Machine machine) {
        return List.of(
                new Row("Cores", whole(machine.cores())),
                new Row("CPU", orUnknown(machine.cpu())),
                new Row("Memory", machine.memoryMiB() == 0 ? "unknown" : whole(machine.memoryMiB()) + " MiB"),
                new Row("Operating system", machine.os()),
                new Row("Java", machine.jdk()),
                new Row("Commit", orUnknown(machine.commit())));
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String fraction(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%,.2f" : "%,.1f", number);
    }
}
