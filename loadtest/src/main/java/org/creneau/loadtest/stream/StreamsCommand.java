package org.creneau.loadtest.stream;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.report.JsonFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the streams. Exit codes: 0 measured; 2 wrong usage. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures what streams of the seats left cost a node, and how soon they hear of a booking.")
public final class StreamsCommand implements Callable<Integer> {

    /** Some way below the ports that a machine has for connections to one other. */
    private static final int MAX_STREAMS = 25_000;

    private static final int SECONDS_TO_OPEN = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--streams", defaultValue = "10000", description = "that are open at once (1 to 25000)")
    private int streams;

    @Option(names = "--changes", defaultValue = "50", description = "bookings, one after the other (1 to 1000)")
    private int changes;

    @Option(names = "--database", defaultValue = "", description = "postgresql://…; default: an embedded one")
    private String databaseUrl = "";

    @Option(names = "--redis", defaultValue = "", description = "redis://…; default: an embedded one")
    private String redisUrl = "";

    @Option(
            names = "--jvm-options",
            defaultValue = "-Xmx320m -XX:+UseParallelGC",
            description = "of the node, separated by spaces")
    private String jvmOptions = "";

    @Option(
            names = "--out",
            defaultValue = "target/streams",
            description = "folder for streams.json, the node's log and embedded servers")
    private Path folder = Path.of("target", "streams");

    @Override
    public Integer call() throws IOException {
        check("--streams", streams, MAX_STREAMS);
        check("--changes", changes, 1000);
        Files.createDirectories(folder);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try (Servers servers = new Servers(databaseUrl, redisUrl, folder.resolve("servers")).start();
                Node node = Node.start(nodeOn(servers))) {
            int bookings = StreamsRun.WARM_UP + changes;
            Seeding seeding = Seeding.run(servers, bookings, 1, bookings + 1, SECONDS_TO_OPEN, folder);
            StreamsResult result = new StreamsRun(vertx, node, seeding).measure(streams, changes);
            System.out.print(result.text());
            System.out.flush();
            JsonFile.write(folder.resolve("streams.json"), result);
            return 0;
        } finally {
            Listeners.await(vertx.close());
        }
    }

    private NodeSpec nodeOn(Servers servers) {
        Map<String, String> environment = servers.environment();
        String most = String.valueOf(MAX_STREAMS);
        environment.put("CRENEAU_SEARCH_LISTENERS", most);
        environment.put("CRENEAU_SEARCH_LISTENERS_PER_ADDRESS", most); // all come from one
        return new NodeSpec("node", JavaCommand.serve(JavaCommand.options(jvmOptions)), environment, folder);
    }

    private void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    option + " must be from 1 to " + most + ", not " + value);
        }
    }
}
