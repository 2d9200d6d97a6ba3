package org.creneau.booking;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.seat.Incarnation;
import org.creneau.seat.Seats;
import org.creneau.slot.SlotDirectory;

/** The bookings of one node: deploys the instances and the sweeper, and takes them down again. */
public final class BookingFeature {

    private final Vertx vertx;
    private final ShardedBookings client;
    private final List<SqlClient> connections;
    private final List<String> deployments;
    private final Repeated settling;

    private BookingFeature(
            Vertx vertx,
            ShardedBookings client,
            List<SqlClient> connections,
            List<String> deployments,
            Repeated settling) {
        this.settling = settling;
        this.vertx = vertx;
        this.client = client;
        this.connections = connections;
        this.deployments = deployments;
    }

    /**
     * Starts the bookings.
     *
     * @param connection makes a pipelined connection to PostgreSQL; called once for each instance
     * @param allSlots the slots that are not over, for the sweeper's rounds
     */
    public static Future<BookingFeature> start(
            Vertx vertx,
            Settings settings,
            Supplier<SqlClient> connection,
            Seats seats,
            SlotDirectory directory,
            Supplier<Collection<UUID>> allSlots,
            DatabaseClock clock,
            MeterRegistry registry) {
        List<SqlClient> made = new CopyOnWriteArrayList<>();
        Supplier<SqlClient> connections = () -> {
            SqlClient one = connection.get();
            made.add(one);
            return one;
        };
        int instances = settings.booking().instances() > 0
                ? settings.booking().instances()
                : Runtime.getRuntime().availableProcessors();
        BookingMetrics metrics = new BookingMetrics(registry);
        metrics.redisAway(seats.reach()::away);
        List<FullMemory> memories = Stream.generate(() ->
                        new FullMemory(Duration.ofMillis(settings.booking().fullMemoryMillis())))
                .limit(instances)
                .toList();
        Future<BookingFeature> started = disturbance(settings, connections.get(), seats.incarnation())
                .compose(disturbance -> {
                    BookingParts parts = new BookingParts(
                            settings.booking(),
                            settings.database().statementTimeoutMillis(),
                            settings.http().requestTimeoutMillis(),
                            connections,
                            seats,
                            new BookingSlots(directory),
                            clock,
                            metrics,
                            disturbance);
                    EarlyRefusals refusals =
                            new EarlyRefusals(memories, directory, clock, disturbance::possible, metrics);
                    ShardedBookings client = new ShardedBookings(
                            vertx, instances, settings.http().requestTimeoutMillis(), refusals::orElse);
                    return deploy(vertx, parts, memories, allSlots)
                            .map(deployments ->
                                    new BookingFeature(vertx, client, made, deployments, settling(vertx, parts)));
                });
        return started.recover(failure -> close(made).transform(closed -> Future.failedFuture(failure)));
    }

    private static Repeated settling(Vertx vertx, BookingParts parts) {
        Settlement settlement = parts.settlement();
        return Repeated.every(
                parts.settings().settleMillis(), vertx, "ending bookings that are over", settlement::settle);
    }

    public BookingClient client() {
        return client;
    }

    public HoldClient holds() {
        return client;
    }

    /** Stops the instances, then closes their connections. */
    public Future<Void> stop() {
        settling.close();
        return Future.join(deployments.stream().map(vertx::undeploy).toList()).transform(done -> close(connections));
    }

    private static Future<Void> close(List<SqlClient> connections) {
        return Future.join(connections.stream().map(SqlClient::close).toList()).mapEmpty();
    }

    private static Future<Disturbance> disturbance(Settings settings, SqlClient client, Incarnation incarnation) {
        long longestMillis = settings.database().statementTimeoutMillis();
        Duration lease = Duration.ofMillis(settings.booking().insertDeadlineMillis() + 2 * longestMillis);
        return new SlotOccupants(client, longestMillis)
                .everLoaded()
                .compose(loaded -> incarnation.name().map(name -> new Disturbance(incarnation, lease, !loaded, name)));
    }

    private static Future<List<String>> deploy(
            Vertx vertx, BookingParts parts, List<FullMemory> memories, Supplier<Collection<UUID>> allSlots) {
        AtomicInteger next = new AtomicInteger();
        Future<String> bookings = vertx.deployVerticle(
                () -> {
                    int instance = next.getAndIncrement();
                    return new BookingVerticle(parts, instance, memories.get(instance));
                },
                new DeploymentOptions().setInstances(memories.size()));
        Future<String> sweeper = vertx.deployVerticle(new SweeperVerticle(
                parts::audit,
                parts.seats().touches(),
                allSlots,
                parts.metrics(),
                parts.settings().sweepMillis()));
        Future<String> holds = vertx.deployVerticle(new HoldVerticle(parts::holdExpiry));
        Future<String> slotSeats = vertx.deployVerticle(new SlotSeatsVerticle(parts));
        List<Future<String>> all = new ArrayList<>(List.of(bookings, sweeper, holds, slotSeats));
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }
}
