package org.creneau;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Redis;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.creneau.auth.Auth;
import org.creneau.auth.AuthMetrics;
import org.creneau.auth.SecurityQuestion;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingFeature;
import org.creneau.bulk.BulkFeed;
import org.creneau.client.ClientFeature;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.embedded.DemoData;
import org.creneau.http.Contract;
import org.creneau.http.HttpFront;
import org.creneau.http.HttpServices;
import org.creneau.http.Operations;
import org.creneau.http.api.Api;
import org.creneau.limit.Limits;
import org.creneau.notification.Notifications;
import org.creneau.ops.ManagementMetrics;
import org.creneau.ops.ManagementVerticle;
import org.creneau.ops.Migrations;
import org.creneau.ops.Readiness;
import org.creneau.ops.SchemaHistory;
import org.creneau.seat.Seats;
import org.creneau.slot.SlotDirectory;

/**
 * One node, put together by hand: the order in which things start is the order of {@link #start()}, and they stop in the
 * reverse order.
 */
public final class Creneau {

    private final Vertx vertx;
    private final MeterRegistry registry;
    private final Settings settings;
    private final boolean demoData;
    private final BookingsInFront inFront;
    private final Readiness readiness = new Readiness();
    private final DatabaseClock clock = new DatabaseClock();
    private final ManagementVerticle management;
    private final Connections connections;
    private final Seats seats;
    private final OfferInMemory offer;
    private final Started started;
    private boolean demoAccount;
    private int httpPort;

    private Creneau(
            ManagementMetrics metrics,
            Settings settings,
            boolean demoData,
            BookingsInFront inFront,
            Map<String, Handler<HttpServerRequest>> pages) {
        this.vertx = metrics.vertx();
        this.registry = metrics.registry();
        this.settings = settings;
        this.demoData = demoData;
        this.inFront = inFront;
        this.connections = new Connections(vertx, settings);
        this.seats = Seats.create(
                vertx,
                connections.redis(),
                settings.redis().cluster(),
                settings.redis().commandTimeoutMillis());
        this.management = new ManagementVerticle(
                settings.management(),
                readiness,
                Map.of("postgresql", connections::pingDatabase),
                Map.of("redis", this::checkRedis),
                metrics.registry(),
                pages);
        this.offer = OfferInMemory.create(vertx, connections.pool(), clock, settings.search());
        this.started = new Started(vertx);
    }

    /**
     * Starts a node. When anything fails, everything that was started is stopped again.
     *
     * @param metrics the process's Vert.x, which the caller closes after {@link #stop()}
     * @param settings with the URLs of both servers
     * @param demoData whether an empty database gets the demo offer
     */
    public static Future<Creneau> start(ManagementMetrics metrics, Settings settings, boolean demoData) {
        return start(metrics, settings, demoData, (own, slots) -> own);
    }

    /** Starts a node whose HTTP server books by other means, for comparisons in which everything else is the same. */
    public static Future<Creneau> start(
            ManagementMetrics metrics, Settings settings, boolean demoData, BookingsInFront inFront) {
        return start(new Creneau(metrics, settings, demoData, inFront, Map.of()));
    }

    /** Starts a node that shows more on its management server: to each path, what answers there and below. */
    static Future<Creneau> start(
            ManagementMetrics metrics,
            Settings settings,
            boolean demoData,
            Map<String, Handler<HttpServerRequest>> pages) {
        return start(new Creneau(metrics, settings, demoData, (own, slots) -> own, pages));
    }

    private static Future<Creneau> start(Creneau node) {
        return node.start()
                .recover(failure -> node.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(node);
    }

    /** What the HTTP server books with. */
    @FunctionalInterface
    public interface BookingsInFront {

        /** @param own the node's own bookings, which may be passed on as they are */
        BookingClient of(BookingClient own, SlotDirectory slots);
    }

    /** The port of the public server, for a setting of 0. */
    public int httpPort() {
        return httpPort;
    }

    /** Whether there is a demo account to log in with. */
    public boolean hasDemoAccount() {
        return demoAccount;
    }

    /** The port of the management server, for a setting of 0. */
    public int managementPort() {
        return management.port();
    }

    /** Takes no new requests, answers those in flight, and closes everything. */
    public Future<Void> stop() {
        readiness.stopping();
        return started.stop();
    }

    private Future<Void> start() {
        Contract.startReading();
        started.add(connections::close);
        return started.deploy(() -> management, 1)
                .compose(listening -> new ServerChecks(vertx, settings).all())
                .compose(reachable -> schema())
                .compose(current -> Auth.start(vertx, connections.pool(), settings.auth(), clock))
                .compose(this::startFeatures)
                .onSuccess(served -> readiness.ready())
                .mapEmpty();
    }

    private Future<?> schema() {
        return SchemaHistory.isOurs(connections.pool())
                .compose(ours -> ours ? Future.succeededFuture() : schemaByFlyway());
    }

    private Future<?> schemaByFlyway() {
        Migrations migrations = new Migrations(settings.database().url());
        return settings.migrate() ? migrations.migrate(vertx) : migrations.requireCurrent(vertx);
    }

    private Future<?> startFeatures(Auth auth) {
        started.add(() -> vertx.executeBlocking(() -> {
            auth.close();
            return null;
        }));
        AuthMetrics.register(auth, registry);
        Future<?> demo =
                demoData ? new DemoData(vertx, connections.pool(), auth::hash).load() : Future.succeededFuture();
        return demo.compose(loaded -> DemoData.present(connections.pool()))
                .onSuccess(present -> demoAccount = present)
                .compose(present -> offer.start(started))
                .compose(known -> startSeats())
                .compose(reached -> offer.startSearch(started, seats, cores()))
                .compose(searching -> started.deploy(auth::verticle, cores()))
                .compose(admitting -> startClients(auth))
                .compose(registering -> startMail())
                .compose(mailing -> startBookings())
                .compose(bookings -> startBackOffice(auth, bookings).compose(open -> startHttp(auth, bookings)));
    }

    private Future<?> startSeats() {
        seats.start();
        started.closing(seats::stop);
        return seats.incarnation().name();
    }

    /** Asks Redis nothing while it is known to be away: questions would only pile up. */
    private Future<Void> checkRedis() {
        return seats.reach().away() ? Future.failedFuture("away") : connections.pingRedis();
    }

    private Future<BookingFeature> startBookings() {
        return BookingFeature.start(
                        vertx,
                        settings,
                        () -> connections.bookings(1),
                        seats,
                        offer.slots(),
                        offer.slots()::ids,
                        clock,
                        registry)
                .onSuccess(bookings -> started.add(bookings::stop));
    }

    private Future<?> startBackOffice(Auth auth, BookingFeature bookings) {
        Foundations foundations = new Foundations(
                vertx,
                connections.pool(),
                connections::events,
                settings,
                clock,
                auth,
                bookings.client(),
                bookings.holds(),
                offer.catalogue(),
                offer.slots(),
                offer.slotFollower()::poll,
                registry);
        return BackOffice.start(foundations).onSuccess(office -> started.add(office::stop));
    }

    private Future<?> startClients(Auth auth) {
        return ClientFeature.start(
                        vertx,
                        connections.pool(),
                        offer.catalogue(),
                        offer.organisations(),
                        clock,
                        auth.authorizationCodes(),
                        settings.auth().recovery().partnerFailuresPerHour(),
                        settings.http().requestTimeoutMillis())
                .onSuccess(started::closing)
                .compose(clients -> started.deploy(clients::verticle, cores()));
    }

    private Future<?> startMail() {
        return Notifications.start(vertx, connections.mail(), settings.mail(), registry)
                .onSuccess(mail -> started.add(mail::stop));
    }

    private Limits limits() {
        Redis client = connections.limits();
        Limits limits = Limits.shared(settings.limits(), vertx, client);
        started.closing(client::close);
        started.closing(limits::close);
        return limits;
    }

    private Future<?> startHttp(Auth auth, BookingFeature bookings) {
        Operations operations = new Api(
                inFront.of(bookings.client(), offer.slots()),
                offer.catalogue(),
                offer.organisations(),
                Arrays.stream(SecurityQuestion.values())
                        .collect(Collectors.toMap(
                                SecurityQuestion::id, SecurityQuestion::text, (one, other) -> one, LinkedHashMap::new)),
                clock);
        HttpServices services = new HttpServices(
                settings,
                auth.verifier(),
                settings.rateLimits() == Settings.Switch.OFF ? null : limits(),
                operations,
                new BulkFeed(
                        vertx,
                        settings.openData(),
                        settings.publicUrl(),
                        clock,
                        settings.http().requestTimeoutMillis()),
                auth::jwks,
                registry);
        int instances = settings.http().instances() > 0 ? settings.http().instances() : cores();
        return Contract.load(vertx)
                .map(read -> HttpFront.of(read, services))
                .compose(front ->
                        started.deploy(front::newVerticle, instances).onSuccess(serving -> httpPort = front.port()));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
