package org.creneau.loadtest.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.creneau.loadtest.node.Cleanup;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.TemporaryFolder;
import org.creneau.loadtest.rival.Strategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the comparison. Exit codes: 0 measured; 1 a subject broke an invariant; 2 wrong usage. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures Créneau and rival strategies in turn, and prints ratios.")
public final class CompareCommand implements Callable<Integer> {

    private static final int MAX_CONNECTIONS = 20_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each cell is measured (1 to 100)")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "for which each cell is measured (0.5 to 600)")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "2", description = "seconds before that, discarded (0 to 600)")
    private double warmUp;

    @Option(names = "--first-warmup", defaultValue = "8", description = "the same in the first round (0 to 600)")
    private double firstWarmUp;

    @Option(
            names = "--connections",
            defaultValue = "512",
            description = "each sends the next request when the last is answered (1 to 20000)")
    private int connections;

    @Option(
            names = "--generator-threads",
            defaultValue = "1",
            description = "event loops of the load generator (1 to 64)")
    private int generatorThreads;

    @Option(
            names = "--clients",
            defaultValue = "20000",
            description =
                    "with tokens, in each database (100 to 30000; below 10000 a hot slot is left when all have booked in it)")
    private int clients;

    @Option(
            names = "--fresh-tokens",
            defaultValue = "20000",
            description = "never seen before, for each round of book-fresh-tokens (1000 to 500000)")
    private int freshTokens;

    @Option(names = "--subjects", split = ",", description = "some of creneau and the rivals; default: all")
    private List<String> subjects = List.of();

    @Option(
            names = "--scenarios",
            split = ",",
            description = "default: ping, ping-token, floor-book, book, refuse, refuse-keyed, search")
    private List<String> scenarios = List.of();

    @Option(names = "--json", description = "file that gets all figures")
    private @Nullable Path json;

    @Option(
            names = "--database",
            defaultValue = "",
            description = "postgresql://… of a server where databases may be made; default: an embedded one")
    private String databaseUrl = "";

    @Option(
            names = "--redis",
            defaultValue = "",
            description =
                    "redis://…; each subject uses a database number of its own from there on; default: an embedded one")
    private String redisUrl = "";

    @Option(
            names = "--jvm-options",
            defaultValue = "-Xmx320m -XX:+UseParallelGC",
            description = "of the nodes, separated by spaces")
    private String jvmOptions = "";

    @Option(
            names = "--rival-connections",
            defaultValue = "0",
            description = "of each rival to PostgreSQL (1 to 1000); 0: as many as suit its strategy best")
    private int rivalConnections;

    @Option(names = "--node-setting", description = "CRENEAU_NAME=value for all nodes; repeatable")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--folder",
            description = "for embedded servers and the nodes' logs, kept; default: a temporary one")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        try (Cleanup cleanup = new Cleanup()) {
            return compare(plan(folder(cleanup)), cleanup);
        }
    }

    private Path folder(Cleanup cleanup) throws IOException {
        if (folder != null) {
            return Files.createDirectories(folder);
        }
        TemporaryFolder temporary = TemporaryFolder.make("creneau-compare");
        cleanup.add(temporary);
        return temporary.path();
    }

    private int compare(Plan plan, Cleanup cleanup) throws IOException {
        Progress progress = System.err::println;
        Stage stage = new Stage(plan, progress, cleanup);
        Generator generator = new Generator(plan.generatorThreads());
        cleanup.add(generator);
        Circumstances circumstances = Circumstances.read(stage.vertx(), stage.servers());
        Results results = new Comparison(plan, stage, generator, progress).run();
        System.out.print(new TableReport(plan, circumstances, results).text());
        System.out.flush();
        if (json != null) {
            Files.writeString(
                    json, new JsonReport(plan, circumstances, results).json().encodePrettily() + "\n");
        }
        return results.broken().isEmpty() ? 0 : 1;
    }

    private Plan plan(Path used) {
        List<String> known = Stream.concat(Stream.of(Subject.CRENEAU), Strategy.names().stream())
                .toList();
        for (String subject : subjects) {
            check(known.contains(subject), "--subjects: " + subject + " is none of " + String.join(", ", known));
        }
        return new Plan(
                within("--rounds", rounds, 1, 100),
                within("--seconds", seconds, 0.5, 600),
                within("--warmup", warmUp, 0, 600),
                within("--first-warmup", firstWarmUp, 0, 600),
                within("--connections", connections, 1, MAX_CONNECTIONS),
                within("--generator-threads", generatorThreads, 1, 64),
                within("--clients", clients, 100, 30_000),
                within("--fresh-tokens", freshTokens, 1000, 500_000),
                subjects.isEmpty() ? known : subjects,
                chosen(),
                databaseUrl,
                redisUrl,
                JavaCommand.options(jvmOptions),
                environment,
                within("--rival-connections", rivalConnections, 0, 1000),
                used);
    }

    private List<Scenario> chosen() {
        if (scenarios.isEmpty()) {
            return Arrays.stream(Scenario.values()).filter(Scenario::usual).toList();
        }
        return scenarios.stream()
                .map(name -> Scenario.named(name)
                        .orElseThrow(() ->
                                wrong("--scenarios: " + name + " is none of " + String.join(", ", Scenario.names()))))
                .toList();
    }

    private int within(String option, int value, int min, int max) {
        check(value >= min && value <= max, option + " must be from " + min + " to " + max + ", not " + value);
        return value;
    }

    private double within(String option, double value, double min, double max) {
        check(value >= min && value <= max, option + " must be from " + min + " to " + max + ", not " + value);
        return value;
    }

    private void check(boolean good, String otherwise) {
        if (!good) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
