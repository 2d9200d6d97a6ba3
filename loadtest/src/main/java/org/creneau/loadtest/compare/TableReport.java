package org.creneau.loadtest.compare;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.creneau.loadtest.report.Spread;

/** The results as a table for people. */
record TableReport(Plan plan, Circumstances circumstances, Results results) {

    private static final String FACT = "%-20s %s%n";
    private static final String ROW = "%-18s %-14s %9s %17s %7s %13s %8s %8s %5s %5s %5s %7s%n";
    private static final List<String> HEAD = List.of(
            "scenario",
            "subject",
            "median/s",
            "min-max/s",
            "/ ping",
            "min-max",
            "p50 ms",
            "p99 ms",
            "node",
            "all",
            "MiB",
            "errors");

    /** From here on the generator, not the server, may be what limits a figure. */
    private static final double SATURATED = 0.9;

    /** Idle nodes, PostgreSQL and Redis, and the JVM's own threads, take less. */
    private static final double OTHER_WORK_CORES = 0.5;

    private static final double MEBIBYTE = 1 << 20;

    String text() {
        StringBuilder text = new StringBuilder();
        circumstances.facts().forEach((name, value) -> text.append(FACT.formatted(name, value)));
        text.append(FACT.formatted(
                "measured",
                "%d rounds of %.1f s after %.1f s of warm-up (first round: %.1f s), %d connections, closed loop"
                        .formatted(
                                plan.rounds(),
                                plan.seconds(),
                                plan.warmUpSeconds(),
                                plan.firstWarmUpSeconds(),
                                plan.connections())));
        text.append('\n').append(ROW.formatted(HEAD.toArray()));
        results.cells().forEach(cell -> text.append(ROW.formatted(row(cell).toArray())));
        return text.append(againstRivals())
                .append(generator())
                .append(otherWork())
                .append(violations())
                .toString();
    }

    private List<String> row(Cell cell) {
        boolean broken = results.broken().containsKey(cell);
        Optional<Spread> rate = broken ? Optional.empty() : Optional.of(results.perSecond(cell));
        Optional<Spread> ratio = broken ? Optional.empty() : results.ratio(cell, Cell.UNIT);
        Collection<Measurement> all = results.of(cell).values();
        return List.of(
                cell.scenario().option(),
                cell.subject(),
                rate.map(r -> whole(r.median())).orElse("BROKEN"),
                rate.map(r -> whole(r.min()) + "-" + whole(r.max())).orElse("-"),
                ratio.map(r -> digits(r.median())).orElse("-"),
                ratio.map(r -> digits(r.min()) + "-" + digits(r.max())).orElse("-"),
                digits(median(all, Measurement::p50Millis)),
                digits(median(all, Measurement::p99Millis)),
                digits(median(all, Measurement::nodeCores)),
                digits(median(all, Measurement::machineCores)),
                whole(spread(all, measured -> measured.residentBytes() / MEBIBYTE)
                        .max()),
                String.valueOf(all.stream().mapToLong(Measurement::errors).sum()));
    }

    /** How many times as fast the product is. */
    private String againstRivals() {
        StringBuilder text = new StringBuilder();
        Cell own = new Cell(Scenario.BOOK, Subject.CRENEAU);
        for (Cell cell : results.cells()) {
            if (cell.scenario() == Scenario.BOOK && !cell.equals(own)) {
                results.ratio(own, cell)
                        .ifPresent(ratio -> text.append(ROW.formatted(
                                "book: creneau /",
                                cell.subject(),
                                digits(ratio.median()),
                                digits(ratio.min()) + "-" + digits(ratio.max()),
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "")));
            }
        }
        return text.isEmpty() ? "" : "\n" + text;
    }

    private String generator() {
        double busiest = 0;
        Cell where = Cell.UNIT;
        for (Cell cell : results.cells()) {
            double busy = spread(results.of(cell).values(), Measurement::generatorBusy)
                    .max();
            if (busy > busiest) {
                busiest = busy;
                where = cell;
            }
        }
        String line = "%nload generator: %d event loop(s), busy %.0f %% of the time at the most (%s)%n"
                .formatted(plan.generatorThreads(), 100 * busiest, where);
        return busiest < SATURATED
                ? line
                : line + "WARNING: that is saturated: figures may be the generator's, not the server's\n";
    }

    /** While the unit is measured, nothing but the node and the generator has anything to do. */
    private String otherWork() {
        Collection<Measurement> units = results.of(Cell.UNIT).values();
        if (units.isEmpty()) {
            return "";
        }
        double cores = spread(
                        units, measured -> measured.machineCores() - measured.nodeCores() - measured.generatorCores())
                .max();
        return cores < OTHER_WORK_CORES
                ? ""
                : "WARNING: something else kept %.1f cores busy during a ping; absolute figures are too low%n"
                        .formatted(cores);
    }

    private String violations() {
        StringBuilder text = new StringBuilder();
        results.broken().forEach((cell, violations) -> {
            text.append('\n').append(cell).append(" broke invariants, so it has no figure:\n");
            violations.forEach(violation -> text.append("  ").append(violation).append('\n'));
        });
        return text.toString();
    }

    private static double median(Collection<Measurement> all, ToDoubleFunction<Measurement> figure) {
        return spread(all, figure).median();
    }

    private static Spread spread(Collection<Measurement> all, ToDoubleFunction<Measurement> figure) {
        return Spread.of(all.stream().map(figure::applyAsDouble).toList());
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    /** Three digits that count: 0.421, 4.21, 42.1, 421. */
    private static String digits(double value) {
        String format = value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
