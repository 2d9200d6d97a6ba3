package org.creneau.loadtest.fault;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.report.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loadtest faults}: breaks things during rushes. Exit code 1 when the service broke its word, 2 for a wrong option. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills, pauses, empties and cuts off nodes and servers while people book, and proves that every answer was true.",
            "Starts everything itself. Ends with controls, in which a sabotaged service must be found out."
        })
public final class FaultsCommand implements Callable<Integer> {

    private static final int VIOLATED = 1;
    private static final int DISK_MIB = 420;

    @Option(
            names = "--faults",
            split = ",",
            description = "by name, separated by commas; none: no single ones (default: all)")
    private @Nullable List<String> names;

    @Option(names = "--list", description = "print the faults, and do nothing")
    private boolean list;

    @Option(
            names = "--mix",
            defaultValue = "3",
            description = "rushes with three random faults at random moments (default ${DEFAULT-VALUE})")
    private int mixes;

    @Option(
            names = "--controls",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "sabotage that must be found out (default: yes)")
    private boolean controls;

    @Option(names = "--seed", description = "of crowds, moments and mixes (default: drawn, and printed)")
    private @Nullable Long seed;

    @Option(names = "--clients", defaultValue = "3000", description = "in each rush (default ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--slots", defaultValue = "10", description = "in each rush (default ${DEFAULT-VALUE})")
    private int slots;

    @Option(names = "--capacity", defaultValue = "150", description = "seats of each slot (default ${DEFAULT-VALUE})")
    private int capacity;

    @Option(
            names = "--window",
            defaultValue = "14",
            description = "seconds in which the clients come (default ${DEFAULT-VALUE})")
    private int windowSeconds;

    @Option(names = "--nodes", defaultValue = "2", description = "2 to 8 (default ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--node-jvm",
            defaultValue = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            description = "JVM options of each node, which are started often (default \"${DEFAULT-VALUE}\")")
    private String nodeJvm = "";

    @Option(
            names = "--out",
            defaultValue = "target/faults",
            description = "folder for faults.json and faults.md (default ${DEFAULT-VALUE})")
    private Path folder = Path.of("target", "faults");

    @Option(names = "--keep", description = "keep the folder with the nodes' logs, and print its name")
    private boolean keep;

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out;

    public FaultsCommand() {
        this(System.out);
    }

    FaultsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (list) {
            Faults.all().forEach(fault -> out.printf("%-28s %s%n", fault.name(), fault.what()));
            return 0;
        }
        long drawn = seed == null ? System.nanoTime() & 0xFFFFFFFFL : seed;
        List<Fault> chosen = chosen();
        FaultCrowd crowd = checked(() -> new FaultCrowd(clients, slots, capacity, windowSeconds));
        GroundOptions options = checked(() -> new GroundOptions(nodes, JavaCommand.options(nodeJvm), 0, keep));
        out.println("seed " + drawn);
        Sheet sheet = new Sheet(drawn);
        List<Fault> here = chosen.stream().filter(fault -> !fault.onSmallDisk()).toList();
        if (!here.isEmpty() || mixes > 0) {
            try (Ground ground = ground(options)) {
                FaultRun run = new FaultRun(ground, crowd);
                here.forEach(fault -> sheet.add(alone(run, fault, drawn)));
                for (int i = 1; i <= mixes; i++) {
                    SplittableRandom random = new SplittableRandom(drawn + i);
                    sheet.add(told(run, "mix " + i, Strike.mix(Faults.mixable(), random), drawn + i));
                }
            }
        }
        for (Fault fault : chosen.stream().filter(Fault::onSmallDisk).toList()) {
            sheet.add(onSmallDisk(fault, options, crowd, drawn));
        }
        FaultReport report = sheet.write(controls ? new Controls(options, crowd, out).run(drawn) : List.of());
        out.println();
        out.print(report.text());
        out.println("Report: " + folder.resolve("faults.md"));
        return report.good() ? 0 : VIOLATED;
    }

    /** The report as far as it has come, written after each rush: a long run that is ended early leaves what it has. */
    private final class Sheet {

        private final Machine machine = Machine.here();
        private final List<FaultResult> results = new ArrayList<>();
        private final long drawn;

        Sheet(long drawn) {
            this.drawn = drawn;
        }

        void add(FaultResult result) {
            results.add(result);
            write(List.of());
        }

        FaultReport write(List<ControlResult> controlled) {
            FaultReport report = new FaultReport(machine, drawn, results, controlled);
            report.write(folder);
            return report;
        }
    }

    private FaultResult onSmallDisk(Fault fault, GroundOptions options, FaultCrowd crowd, long drawn) {
        Optional<String> obstacle = fault.obstacle();
        if (obstacle.isPresent()) {
            return skipped(fault, drawn, obstacle.get());
        }
        try (Ground ground = ground(options.withDisk(DISK_MIB))) {
            return alone(new FaultRun(ground, crowd), fault, drawn);
        }
    }

    private Ground ground(GroundOptions options) {
        out.println("starting PostgreSQL, Redis and " + options.nodes() + " nodes");
        Ground ground = Ground.start(options);
        if (keep) {
            out.println("logs in " + ground.folder());
        }
        return ground;
    }

    private FaultResult alone(FaultRun run, Fault fault, long drawn) {
        Optional<String> obstacle = fault.obstacle();
        return obstacle.isPresent()
                ? skipped(fault, drawn, obstacle.get())
                : told(
                        run,
                        fault.name(),
                        Strike.alone(
                                fault, new SplittableRandom(drawn + fault.name().hashCode())),
                        drawn);
    }

    private FaultResult skipped(Fault fault, long drawn, String why) {
        out.printf("%s: skipped: %s%n", fault.name(), why);
        return FaultResult.skipped(fault, drawn, why);
    }

    private FaultResult told(FaultRun run, String name, List<Strike> strikes, long drawn) {
        out.println(name + ": " + Strike.describe(strikes));
        FaultResult result;
        try {
            result = run.run(name, strikes, drawn);
        } catch (RuntimeException e) {
            // Such as a node that does not start: the others shall be tried all the same.
            out.println("    " + e.getMessage());
            return FaultResult.broken(name, strikes, drawn, String.valueOf(e.getMessage()));
        }
        out.printf(
                Locale.ROOT,
                "    %,d requests, %,d bookings, %d violations, %d gave up; %s%n",
                result.requests(),
                result.acknowledged(),
                result.violations().size(),
                result.unsettled(),
                result.answers());
        result.violations().forEach(violation -> out.println("    " + violation));
        return result;
    }

    private List<Fault> chosen() {
        if (names == null) {
            return Faults.all();
        }
        if (names.equals(List.of("none"))) {
            return List.of();
        }
        return names.stream()
                .map(name -> Faults.named(name)
                        .orElseThrow(() -> wrong("--faults: there is no fault " + name + " (see --list)")))
                .toList();
    }

    private <T> T checked(Callable<T> made) {
        try {
            return made.call();
        } catch (IllegalArgumentException wrong) {
            throw wrong(String.valueOf(wrong.getMessage()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
