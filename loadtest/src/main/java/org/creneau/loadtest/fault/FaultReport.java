package org.creneau.loadtest.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.creneau.loadtest.report.JsonFile;
import org.creneau.loadtest.report.Machine;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of all runs, as text, as {@code faults.json} and as {@code faults.md}.
 *
 * @param seed from which every run's seed and schedule were drawn
 */
record FaultReport(Machine machine, long seed, List<FaultResult> faults, List<ControlResult> controls) {

    private static final List<String> HEAD = List.of(
            "fault",
            "requests",
            "acknowledged",
            "violations",
            "first answer s",
            "first booking s",
            "seats leaked",
            "gave up",
            "5xx but 503",
            "hangs");

    FaultReport {
        faults = List.copyOf(faults);
        controls = List.copyOf(controls);
    }

    boolean good() {
        return faults.stream().allMatch(FaultResult::good) && controls.stream().allMatch(ControlResult::good);
    }

    /** For a terminal. */
    String text() {
        StringBuilder text = new StringBuilder();
        String format = "%-28s %9s %12s %10s %14s %15s %12s %8s %11s %6s%n";
        text.append(String.format(Locale.ROOT, format, HEAD.toArray()));
        for (FaultResult result : faults) {
            if (result.skipped() == null) {
                text.append(String.format(Locale.ROOT, format, cells(result).toArray()));
            } else {
                text.append(String.format(Locale.ROOT, "%-28s skipped: %s%n", result.name(), result.skipped()));
            }
        }
        if (!controls.isEmpty()) {
            text.append(String.format("%nControls%n"));
        }
        for (ControlResult control : controls) {
            text.append(String.format(Locale.ROOT, "%s%n", control.sentence()));
        }
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        if (!faults.isEmpty()) {
            row(text, HEAD);
            row(text, HEAD.stream().map(name -> "---").toList());
        }
        for (FaultResult result : faults) {
            if (result.skipped() == null) {
                List<String> cells = new ArrayList<>(cells(result));
                cells.set(0, "`" + result.name() + "`");
                row(text, cells);
            } else {
                row(text, List.of("`" + result.name() + "`", "skipped: " + result.skipped()));
            }
        }
        for (ControlResult control : controls) {
            text.append("\n- ").append(control.sentence());
        }
        return text.append('\n').toString();
    }

    /** Writes both files, over older ones. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("faults.md"), markdown(), StandardCharsets.UTF_8);
            JsonFile.write(folder.resolve("faults.json"), this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(FaultResult result) {
        return List.of(
                result.name(),
                String.format(Locale.ROOT, "%,d", result.requests()),
                String.format(Locale.ROOT, "%,d", result.acknowledged()),
                String.valueOf(result.violations().size()),
                seconds(result.firstAnswerSeconds()),
                seconds(result.firstBookingSeconds()),
                String.valueOf(result.leaked()),
                String.valueOf(result.unsettled()),
                String.valueOf(result.serverErrors()),
                String.valueOf(result.hangs()));
    }

    private static String seconds(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
