package org.creneau.loadtest.rush;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.creneau.loadtest.node.MachineUsage;
import org.creneau.loadtest.node.UsageSource;
import org.creneau.loadtest.node.UsageWatch.Sample;
import org.creneau.loadtest.report.Latency;
import org.creneau.loadtest.report.Machine;
import org.creneau.loadtest.rush.RushReport.Check;
import org.creneau.loadtest.rush.RushReport.Consumption;
import org.creneau.loadtest.rush.RushReport.Count;
import org.creneau.loadtest.rush.RushReport.KindReport;
import org.creneau.loadtest.rush.RushReport.Series;
import org.creneau.loadtest.rush.RushReport.Summary;
import org.creneau.ops.Violation;
import org.jspecify.annotations.Nullable;

/** Makes sense of what a run came to. */
final class Reporting {

    private static final double MIB = 1 << 20;
    private static final double TOO_LATE_MILLIS = 100;
    private static final double A_LOT_OF_CORES = 0.3;

    private final RushOptions options;
    private final RushResult result;
    private final Verdict verdict;
    private final Tally tally;
    private final long releaseNanos;

    Reporting(RushOptions options, RushResult result, Verdict verdict) {
        this.options = options;
        this.result = result;
        this.verdict = verdict;
        this.tally = result.tally();
        this.releaseNanos = result.round().releaseNanos();
    }

    RushReport report() {
        Summary summary = summary();
        List<Consumption> usage =
                result.sources().stream().map(this::consumption).toList();
        return new RushReport(
                "The release rush",
                result.startedAt(),
                Machine.here(),
                Parameters.of(options),
                new Check(
                        verdict.checked(),
                        verdict.good(),
                        verdict.sentence(),
                        verdict.settledAfterSeconds() < 0 ? null : round(verdict.settledAfterSeconds()),
                        verdict.violations().stream().map(Violation::toString).toList()),
                summary,
                latencies(),
                counts(tally.answers()),
                counts(tally.ends()),
                series(),
                usage,
                remarks(summary, usage));
    }

    private Summary summary() {
        Journal journal = result.journal();
        int seats = result.round().offer().seats();
        long soldOut = journal.soldOutNanos(seats);
        Double soldOutSeconds = soldOut < 0 ? null : (soldOut - releaseNanos) / 1e9;
        long[] booked = journal.takenNanos();
        double mean = soldOutSeconds == null
                ? booked.length / (double) options.crowd().windowSeconds()
                : Arrays.stream(booked).filter(at -> at <= soldOut).count() / Math.max(soldOutSeconds, 1e-3);
        return new Summary(
                seats,
                result.round().offer().size(),
                options.crowd().clients(),
                result.connections(),
                journal.taken(),
                journal.givenBack(),
                soldOutSeconds == null ? null : round(soldOutSeconds),
                round(mean),
                peak(booked),
                most(second -> second.refused),
                most(Reporting::answers),
                tally.answers().values().stream().mapToLong(Long::longValue).sum(),
                round(result.round().clock().errorNanos() / 1e6),
                round(late(99)),
                round(late(100)));
    }

    private double late(double percentile) {
        return tally.lateness().getTotalCount() == 0 ? 0 : tally.lateness().getValueAtPercentile(percentile) / 1000.0;
    }

    /** The most within one of the seconds that begin at the release. */
    private long peak(long[] instants) {
        long best = 0;
        long current = 0;
        long second = Long.MIN_VALUE;
        for (long instant : instants) {
            long at = Math.floorDiv(instant - releaseNanos, 1_000_000_000L);
            current = at == second ? current + 1 : 1;
            second = at;
            best = Math.max(best, current);
        }
        return best;
    }

    private long most(ToLongFunction<Second> figure) {
        return tally.seconds().stream().mapToLong(figure).max().orElse(0);
    }

    private static long answers(Second second) {
        return second.latency.getTotalCount() + second.comeBack;
    }

    private List<KindReport> latencies() {
        List<KindReport> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Histogram intended = tally.fromIntended(kind);
            if (intended.getTotalCount() > 0) {
                kinds.add(new KindReport(
                        kind.title(), Latency.of(intended), Latency.of(tally.fromSent(kind)), Latency.curve(intended)));
            }
        }
        return kinds;
    }

    private static List<Count> counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Count::count).reversed())
                .toList();
    }

    private Series series() {
        List<Second> seconds = tally.seconds();
        double first = (tally.startNanos() - releaseNanos) / 1e9;
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            times.add(round(first + i));
        }
        return new Series(
                times,
                each(seconds, second -> second.sent),
                each(seconds, second -> second.booked),
                each(seconds, second -> second.refused),
                each(seconds, second -> second.notOpen),
                each(seconds, second -> second.searches),
                each(seconds, second -> second.changed),
                each(seconds, second -> second.comeBack),
                each(seconds, second -> second.failed + second.unexpected),
                percentiles(seconds, 50),
                percentiles(seconds, 95),
                percentiles(seconds, 99),
                percentiles(seconds, 100));
    }

    private static List<Long> each(List<Second> seconds, ToLongFunction<Second> figure) {
        return seconds.stream().mapToLong(figure).boxed().toList();
    }

    private static List<@Nullable Double> percentiles(List<Second> seconds, double percentile) {
        List<@Nullable Double> values = new ArrayList<>();
        for (Second second : seconds) {
            values.add(
                    second.latency.getTotalCount() == 0
                            ? null
                            : round(second.latency.getValueAtPercentile(percentile) / 1000.0));
        }
        return values;
    }

    private Consumption consumption(UsageSource source) {
        List<Sample> samples = result.usage().stream()
                .filter(sample -> sample.source().equals(source.name()))
                .toList();
        List<Double> times = new ArrayList<>();
        List<Double> cores = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            Sample before = samples.get(i - 1);
            Sample now = samples.get(i);
            double seconds = Math.max((now.nanos() - before.nanos()) / 1e9, 1e-3);
            times.add(round((now.nanos() - releaseNanos) / 1e9));
            cores.add(round((now.usage().cpuSeconds() - before.usage().cpuSeconds()) / seconds));
            memory.add(round(now.usage().memoryBytes() / MIB));
        }
        double used = samples.isEmpty()
                ? 0
                : samples.get(samples.size() - 1).usage().cpuSeconds()
                        - samples.get(0).usage().cpuSeconds();
        return new Consumption(
                source.name(),
                source.memoryMeaning(),
                round(used),
                round(cores.stream().mapToDouble(Double::doubleValue).average().orElse(0)),
                cores.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                memory.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                times,
                cores,
                memory);
    }

    /** What a reader should know before believing a figure. */
    private List<String> remarks(Summary summary, List<Consumption> usage) {
        List<String> remarks = new ArrayList<>();
        if (!result.complete()) {
            remarks.add("Some clients were still there when patience ended; they were sent home without an answer.");
        }
        if (tally.answers().containsKey("no response: no room")) {
            remarks.add(
                    "The generator's own queue was full (--max-waiting): requests were lost before they were sent.");
        }
        if (summary.generatorLateMillisP99() > TOO_LATE_MILLIS) {
            remarks.add(
                    "The generator was more than 100 ms late with one arrival in a hundred: the machine is too small "
                            + "for this crowd. Latencies are measured from the planned instants all the same.");
        }
        double others = others(usage);
        if (others > A_LOT_OF_CORES) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "Other programs kept %.1f cores of this machine busy meanwhile: the figures say little.",
                    others));
        }
        if (!result.nativeTransport()) {
            remarks.add("The native transport was not available to the generator, which costs it more CPU time.");
        }
        if (summary.soldOutSeconds() == null) {
            remarks.add("Seats were left over: this was no sold-out release.");
        }
        return remarks;
    }

    /** Cores that were busy, on average, with something else than this run; 0 when the nodes are elsewhere. */
    private double others(List<Consumption> usage) {
        String machine = new MachineUsage().name();
        double ours = 0;
        double all = 0;
        for (Consumption one : usage) {
            if (one.source().equals(machine)) {
                all = one.coresMean();
            } else {
                ours += one.coresMean();
            }
        }
        return options.urls().isEmpty() ? all - ours : 0;
    }

    /** Three digits after the point say enough. */
    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
