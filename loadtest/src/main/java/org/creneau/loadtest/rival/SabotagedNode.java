package org.creneau.loadtest.rival;

import java.nio.file.Path;
import java.time.Duration;
import org.creneau.Shutdown;
import org.creneau.config.LogSetup;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.ops.ManagementMetrics;

/** A process that serves as {@code creneau serve} does, with a {@link Sabotage}, whose name is the argument. */
public final class SabotagedNode {

    /** What the bare counter's keys in Redis begin with; the slot's id follows. */
    public static final String COUNTER = "bare-counter:";

    /** One connection: what was sent later arrives later. */
    private static final int CONNECTIONS = 1;

    private static final Duration AFTER_DRAIN = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private SabotagedNode() {}

    public static void main(String[] args) {
        Sabotage sabotage = Sabotage.named(args.length == 1 ? args[0] : "")
                .orElseThrow(() -> new IllegalArgumentException("one argument: the sabotage"));
        Settings settings = SettingsLoader.load(System.getenv(), Path.of("").toAbsolutePath());
        LogSetup.apply(settings.log());
        RivalServer server = RivalServer.start(
                        ManagementMetrics.start(),
                        settings,
                        (parts, own, slots) -> new RivalBookings(parts.vertx(), own, slots, sabotage.taking(parts)),
                        CONNECTIONS)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Duration drain = Duration.ofMillis(settings.http().drainTimeoutMillis()).plus(AFTER_DRAIN);
        Shutdown.onSignal(server::stop, () -> {}, drain, AT_MOST);
        Shutdown.await();
    }
}
