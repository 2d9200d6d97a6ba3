package org.creneau.loadtest.rush;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.creneau.loadtest.report.Latency;
import org.creneau.loadtest.report.Machine;

/** Everything that a run has to say, as it stands in {@code report.json}. Times are in the unit that their name tells. */
record RushReport(
        String title,
        Instant startedAt,
        Machine machine,
        Map<String, Object> parameters,
        Check verdict,
        Summary summary,
        List<KindReport> latencies,
        List<Count> answers,
        List<Count> visits,
        Series series,
        List<Consumption> usage,
        List<String> remarks) {

    /**
     * What the checkers found.
     *
     * @param settledAfterSeconds null when seats were still adrift when patience ended, or when nobody looked
     */
    record Check(
            boolean checked,
            boolean good,
            String sentence,
            @org.jspecify.annotations.Nullable Double settledAfterSeconds,
            List<String> violations) {}

    /**
     * The run in a few numbers.
     *
     * @param soldOutSeconds from the release to the acknowledgement of the last seat; null when seats were left over
     * @param bookingsPerSecondMean until sold out, else over the arrival window
     * @param bookingsPerSecondPeak in the best second, counted from the release
     * @param opensErrorMillis how wrong the clients' idea of the service's clock may have been
     * @param generatorLateMillisP99 how late the generator itself was with arrivals
     */
    record Summary(
            int seats,
            int slots,
            int clients,
            int connections,
            int booked,
            int cancelled,
            @org.jspecify.annotations.Nullable Double soldOutSeconds,
            double bookingsPerSecondMean,
            long bookingsPerSecondPeak,
            long refusalsPerSecondPeak,
            long answersPerSecondPeak,
            long requests,
            double opensErrorMillis,
            double generatorLateMillisP99,
            double generatorLateMillisMax) {}

    /** Latencies of one kind of request. */
    record KindReport(String kind, Latency fromIntended, Latency fromSent, List<Latency.Point> curve) {}

    /** How often something happened. */
    record Count(String what, long count) {}

    /**
     * Second by second.
     *
     * @param seconds the start of each, from the release on
     * @param p50 and so on: from the intended instant, all definite answers; null in a second without any
     */
    record Series(
            List<Double> seconds,
            List<Long> sent,
            List<Long> booked,
            List<Long> refused,
            List<Long> notOpen,
            List<Long> searches,
            List<Long> changed,
            List<Long> comeBack,
            List<Long> failed,
            List<@org.jspecify.annotations.Nullable Double> p50,
            List<@org.jspecify.annotations.Nullable Double> p95,
            List<@org.jspecify.annotations.Nullable Double> p99,
            List<@org.jspecify.annotations.Nullable Double> max) {}

    /**
     * What one process used.
     *
     * @param seconds when it was looked at, from the release on
     * @param cores busy since the look before
     * @param memoryMiB what that means says {@code memoryMeaning}; 0 when it is not measured
     */
    record Consumption(
            String source,
            String memoryMeaning,
            double cpuSeconds,
            double coresMean,
            double coresPeak,
            double memoryMiBPeak,
            List<Double> seconds,
            List<Double> cores,
            List<Double> memoryMiB) {}
}
