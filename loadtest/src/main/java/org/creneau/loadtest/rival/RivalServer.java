package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import org.creneau.Creneau;
import org.creneau.booking.BookingClient;
import org.creneau.config.PostgresUrl;
import org.creneau.config.Settings;
import org.creneau.ops.ManagementMetrics;
import org.creneau.ops.Migrations;
import org.creneau.slot.SlotDirectory;

/** A node of Créneau that books by another strategy. */
public final class RivalServer {

    private final Creneau node;
    private final RivalParts parts;

    private RivalServer(Creneau node, RivalParts parts) {
        this.node = node;
        this.parts = parts;
    }

    /**
     * Starts a node, after bringing the schema up to date and making the strategy's own tables; blocks for these.
     *
     * @param metrics the process's Vert.x, which the caller closes after {@link #stop()}
     * @param settings with the URLs of both servers
     * @param connections to PostgreSQL for booking
     */
    public static Future<RivalServer> start(
            ManagementMetrics metrics, Settings settings, Strategy strategy, int connections) {
        new Migrations(settings.database().url()).migrate();
        strategy.prepare(PostgresUrl.parse(settings.database().url()));
        return start(metrics, settings, strategy::bookings, connections);
    }

    /** What books in place of the node's own bookings. */
    @FunctionalInterface
    interface InFront {
        BookingClient of(RivalParts parts, BookingClient own, SlotDirectory slots);
    }

    static Future<RivalServer> start(ManagementMetrics metrics, Settings settings, InFront inFront, int connections) {
        RivalParts parts = new RivalParts(metrics.vertx(), settings, connections);
        return Creneau.start(metrics, settings, false, (own, slots) -> inFront.of(parts, own, slots))
                .map(node -> new RivalServer(node, parts))
                .recover(failure -> parts.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** The port of the public server, for a setting of 0. */
    public int httpPort() {
        return node.httpPort();
    }

    /** The port of the management server, for a setting of 0. */
    public int managementPort() {
        return node.managementPort();
    }

    /** Takes no new requests, answers those in flight, and closes everything. */
    public Future<Void> stop() {
        return node.stop().eventually(parts::close);
    }
}
