package org.creneau.loadtest.start;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.creneau.loadtest.report.Machine;
import org.creneau.loadtest.report.Spread;

/**
 * What was measured.
 *
 * @param seconds of each start, in the order in which they were made
 */
record StartsResult(Machine machine, List<String> jvmOptions, Map<StartKind, List<Double>> seconds) {

    private record Figures(Spread spread, List<Double> seconds) {}

    private static final String ROW = "%-16s %9s %14s  %s%n";

    String text() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%d cores, %s, %s%n", machine.cores(), machine.cpu(), machine.commit()));
        text.append(String.format(Locale.ROOT, ROW, "start", "median s", "min-max", "finds"));
        for (StartKind kind : StartKind.values()) {
            Spread spread = spread(kind);
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    kind.label(),
                    String.format(Locale.ROOT, "%.2f", spread.median()),
                    String.format(Locale.ROOT, "%.2f-%.2f", spread.min(), spread.max()),
                    kind.finds()));
        }
        return text.toString();
    }

    /** For machines: every single start. */
    Map<String, Object> figures() {
        Map<String, Object> starts = new LinkedHashMap<>();
        for (StartKind kind : StartKind.values()) {
            starts.put(kind.label(), new Figures(spread(kind), of(kind)));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("machine", machine);
        figures.put("jvmOptions", jvmOptions);
        figures.put("starts", starts);
        return figures;
    }

    private Spread spread(StartKind kind) {
        return Spread.of(of(kind));
    }

    private List<Double> of(StartKind kind) {
        return Objects.requireNonNull(seconds.get(kind));
    }
}
