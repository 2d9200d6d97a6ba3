package org.creneau.loadtest.rush;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.report.ReportFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loadtest rush}: the minute of the release. Exit code 1 when the service broke its word, 2 for a wrong option. */
@Command(
        name = "rush",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets a crowd wait for one release and book in it, and proves that every answer was true.",
            "Without --url it starts the servers and nodes itself."
        })
public final class RushCommand implements Callable<Integer> {

    private static final int VIOLATED = 1;

    /** People and what they are about to do; measured at some 2 KB each. */
    private static final long BYTES_PER_CLIENT = 4096;

    @Mixin
    private final CrowdFlags crowd = new CrowdFlags();

    @Option(
            names = "--partner",
            defaultValue = "0",
            description =
                    "clients for whom a partner's system holds and books, beside the crowd (default ${DEFAULT-VALUE})")
    private int partnerClients;

    @Option(
            names = "--changes",
            description = "a manager changes capacities meanwhile, closes and reopens a slot, and cancels one")
    private boolean changes;

    @Option(
            names = "--rehearsal",
            defaultValue = "5000",
            description = "clients of a smaller rush before, whose figures are thrown away (default ${DEFAULT-VALUE})")
    private int rehearsal;

    @Option(names = "--slots", defaultValue = "20", description = "slots to be seeded (default ${DEFAULT-VALUE})")
    private int slots;

    @Option(names = "--capacity", defaultValue = "50", description = "seats of each slot (default ${DEFAULT-VALUE})")
    private int capacity;

    @Option(
            names = "--opens-in",
            defaultValue = "12",
            description = "seconds until the seeded slots open (default ${DEFAULT-VALUE})")
    private int opensInSeconds;

    @Option(names = "--nodes", defaultValue = "1", description = "nodes to start (default ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--node-jvm",
            defaultValue = "-Xmx320m -XX:+UseParallelGC",
            description = "JVM options of each node (default \"${DEFAULT-VALUE}\")")
    private String nodeJvm = "";

    @Option(
            names = "--database",
            defaultValue = "",
            description =
                    "postgresql://user:password@host:port/database (default: an embedded one; with --url: no check)")
    private String databaseUrl = "";

    @Option(names = "--redis", defaultValue = "", description = "redis://… (default: an embedded one)")
    private String redisUrl = "";

    @Option(
            names = "--url",
            split = ",",
            description = "http://host:port of the nodes of an existing deployment, separated by commas")
    private List<String> urls = List.of();

    @Option(
            names = "--tokens",
            description = "with --url: file with an access token a line, as `creneau seed` writes it")
    private @Nullable Path tokens;

    @Option(names = "--slot-ids", description = "with --url: file with a slot id a line, as `creneau seed` prints them")
    private @Nullable Path slotIds;

    @Option(
            names = "--management",
            split = ",",
            description = "with --url: http://host:port of the nodes' metrics, for CPU and memory")
    private List<String> managementUrls = List.of();

    @Option(names = "--connections", defaultValue = "2000", description = "at most (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--max-waiting",
            defaultValue = "100000",
            description = "requests that may wait for a connection (default ${DEFAULT-VALUE})")
    private int maxWaiting;

    @Option(
            names = "--event-loops",
            defaultValue = "1",
            description = "threads of the load generator (default ${DEFAULT-VALUE})")
    private int eventLoops;

    @Option(
            names = "--request-timeout",
            defaultValue = "15000",
            description = "ms a client waits for an answer (default ${DEFAULT-VALUE})")
    private int requestMillis;

    @Option(
            names = "--patience",
            defaultValue = "60",
            description = "seconds after the window until everybody is sent home (default ${DEFAULT-VALUE})")
    private int patienceSeconds;

    @Option(
            names = "--settle",
            defaultValue = "15",
            description = "seconds within which every seat must be occupied or free (default ${DEFAULT-VALUE})")
    private int settleSeconds;

    @Option(
            names = "--out",
            defaultValue = "target/rush",
            description = "folder for report.json and report.html (default ${DEFAULT-VALUE})")
    private Path folder = Path.of("target", "rush");

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out;
    private final Consumer<String> beforeCheck;

    public RushCommand() {
        this(System.out, databaseUrl -> {});
    }

    /** @param beforeCheck gets the database's URL between the rush and the check: where a test breaks something */
    RushCommand(PrintStream out, Consumer<String> beforeCheck) {
        this.out = out;
        this.beforeCheck = beforeCheck;
    }

    @Override
    public Integer call() {
        RushOptions options = options();
        requireMemory(options.crowd().clients());
        try (Site site = options.urls().isEmpty() ? Site.start(options) : given(options)) {
            Rush rush = new Rush(options, site, out);
            RushResult result = rush.run();
            beforeCheck.accept(site.databaseUrl());
            Verdict verdict = rush.check(result);
            RushReport report = new Reporting(options, result, verdict).report();
            ReportFolder files = new ReportFolder(options.folder());
            files.write(report, RushPage.TEMPLATE, RushPage.of(report));
            print(report, files);
            return verdict.good() ? 0 : VIOLATED;
        }
    }

    private RushOptions options() {
        try {
            return new RushOptions(
                    crowd.crowd(),
                    new Insiders(partnerClients, changes),
                    new GeneratorOptions(connections, maxWaiting, eventLoops, requestMillis),
                    urls.stream().map(Target::parse).toList(),
                    tokens,
                    slotIds,
                    databaseUrl,
                    redisUrl,
                    managementUrls,
                    nodes,
                    JavaCommand.options(nodeJvm),
                    rehearsal,
                    slots,
                    capacity,
                    opensInSeconds,
                    patienceSeconds,
                    settleSeconds,
                    folder);
        } catch (IllegalArgumentException wrong) {
            throw wrong(String.valueOf(wrong.getMessage()));
        }
    }

    private Site given(RushOptions options) {
        Path tokenFile = options.tokens();
        Path slotFile = options.slotFile();
        if (tokenFile == null || slotFile == null) {
            throw wrong("--url needs --tokens and --slot-ids");
        }
        return new Site.Given(
                options.urls(),
                new Seeding(Seeding.slotIds(slotFile), tokenFile),
                options.databaseUrl(),
                options.managementUrls());
    }

    private void requireMemory(int clients) {
        long needed = clients * BYTES_PER_CLIENT + (128L << 20);
        if (Runtime.getRuntime().maxMemory() < needed) {
            throw wrong("--clients " + clients + " needs java -Xmx" + (needed >> 20) + "m");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void print(RushReport report, ReportFolder files) {
        out.println();
        RushPage.summary(report).forEach(row -> out.printf("%-26s %s%n", row.name(), row.value()));
        out.println();
        report.latencies()
                .forEach(kind -> out.printf(
                        "%-24s p50 %9.2f  p95 %9.2f  p99 %9.2f  max %9.2f ms%n",
                        kind.kind(),
                        kind.fromIntended().p50(),
                        kind.fromIntended().p95(),
                        kind.fromIntended().p99(),
                        kind.fromIntended().max()));
        out.println();
        report.answers().forEach(answer -> out.printf("%-34s %,d%n", answer.what(), answer.count()));
        out.println();
        report.usage()
                .forEach(usage -> out.printf(
                        "%-16s %7.1f s CPU, %.2f cores at most, %,.0f MiB at most%n",
                        usage.source(), usage.cpuSeconds(), usage.coresPeak(), usage.memoryMiBPeak()));
        out.println();
        report.remarks().forEach(out::println);
        report.verdict().violations().forEach(out::println);
        out.println(report.verdict().sentence());
        out.println("Report: " + files.html());
    }
}
