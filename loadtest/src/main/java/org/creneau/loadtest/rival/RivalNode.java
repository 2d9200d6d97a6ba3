package org.creneau.loadtest.rival;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.creneau.Shutdown;
import org.creneau.config.LogSetup;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.config.SettingsLoader;
import org.creneau.ops.ManagementMetrics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A process that serves as {@code creneau serve} does, with another strategy: the settings are the product's, from
 * {@code conf/creneau.yaml} and {@code CRENEAU_…} variables, and both servers must be named. Ends on SIGTERM.
 */
@Command(
        name = "rival",
        mixinStandardHelpOptions = true,
        description = "Serves like creneau, but books by another strategy. Settings: CRENEAU_… variables.")
public final class RivalNode implements Callable<Integer> {

    /** For closing what is behind the HTTP server, after its own drain time. */
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(1);

    /** For Vert.x to hear of the end. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    /** For the command line's help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Strategy.names().iterator();
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--strategy",
            required = true,
            completionCandidates = Names.class,
            description = "one of ${COMPLETION-CANDIDATES}")
    private String strategy = "";

    @Option(
            names = "--connections",
            description = "connections to PostgreSQL for booking; 0 (default): as many as suit the strategy best")
    private int connections;

    public static void main(String[] args) {
        System.exit(new CommandLine(new RivalNode())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 2;
                })
                .execute(args));
    }

    @Override
    public Integer call() {
        Strategy chosen = Strategy.named(strategy)
                .orElseThrow(() -> wrong("--strategy must be one of " + String.join(", ", Strategy.names())));
        if (connections < 0 || connections > 1000) {
            throw wrong("--connections must be from 0 to 1000, not " + connections);
        }
        Settings settings = SettingsLoader.load(System.getenv(), Path.of("").toAbsolutePath());
        LogSetup.apply(settings.log());
        requireServers(settings);
        RivalServer server = RivalServer.start(
                        ManagementMetrics.start(),
                        settings,
                        chosen,
                        connections == 0 ? chosen.connections() : connections)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Duration drain = Duration.ofMillis(settings.http().drainTimeoutMillis()).plus(AFTER_DRAIN);
        Shutdown.onSignal(server::stop, () -> {}, drain, AT_MOST);
        System.out.printf("%s serves http://localhost:%d/api/v1%n", strategy, server.httpPort());
        System.out.flush();
        Shutdown.await();
        return 0;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }

    private static void requireServers(Settings settings) {
        if (settings.database().url().isEmpty() || settings.redis().url().isEmpty()) {
            throw SettingsException.of(
                    settings.database().url().isEmpty() ? "database.url" : "redis.url", "a rival needs it");
        }
    }
}
