package org.creneau;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Redis;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.creneau.auth.Auth;
import org.creneau.auth.AuthMetrics;
import org.creneau.auth.SecurityQuestion;
import org.creneau.booking.BookingClient;
import org.creneau.booking.BookingFeature;
import org.creneau.bulk.BulkFeed;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.catalogue.CatalogueStore;
import org.creneau.catalogue.OrganisationSearch;
import org.creneau.catalogue.PostalCodes;
import org.creneau.client.ClientFeature;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.embedded.DemoData;
import org.creneau.http.Contract;
import org.creneau.http.HttpFront;
import org.creneau.http.HttpServices;
import org.creneau.limit.Limits;
import org.creneau.notification.Notifications;
import org.creneau.ops.ManagementMetrics;
import org.creneau.ops.ManagementVerticle;
import org.creneau.ops.Migrations;
import org.creneau.ops.Readiness;
import org.creneau.seat.Seats;
import org.creneau.slot.LeftFollower;
import org.creneau.slot.SearchVerticle;
import org.creneau.slot.SlotDirectory;
import org.creneau.slot.SlotFollower;
import org.creneau.slot.SlotMemory;
import org.creneau.slot.SlotStore;

/**
 * One node, put together by hand: the order in which things start is the order of {@link #start()}, and they stop in the
 * reverse order.
 */
public final class Creneau {

    private static final long CATALOGUE_REFRESH_MILLIS = 30_000;

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
    private final SlotStore slotStore;
    private final CatalogueLoader catalogue;
    private final OrganisationSearch organisations;
    private final SlotMemory slots;
    private final SlotFollower slotFollower;
    private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();
    private Future<Contract> contract = Future.failedFuture("not read yet");
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
        this.slotStore = new SlotStore(connections.pool(), clock);
        this.catalogue = new CatalogueLoader(new CatalogueStore(connections.pool()), CATALOGUE_REFRESH_MILLIS);
        this.organisations = new OrganisationSearch(catalogue, new PostalCodes(vertx));
        this.slots = new SlotMemory(slotStore, catalogue);
        this.slotFollower = new SlotFollower(
                slots, slotStore, catalogue, clock, settings.search().slotRefreshMillis());
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
        Future<?> stopped = Future.succeededFuture();
        while (!stops.isEmpty()) {
            Supplier<Future<?>> next = stops.pop();
            stopped = stopped.transform(before -> next.get());
        }
        return stopped.mapEmpty();
    }

    private Future<Void> start() {
        stops.push(connections::close);
        // Takes a good part of the start, and needs nobody: done beside the rest.
        contract = vertx.executeBlocking(() -> Contract.load(vertx)).compose(Function.identity());
        return deploy(() -> management, 1)
                .compose(listening -> new ServerChecks(vertx, settings).all())
                .compose(reachable -> schema())
                .compose(current -> Auth.start(vertx, connections.pool(), settings.auth(), clock))
                .compose(this::startFeatures)
                .onSuccess(served -> readiness.ready())
                .mapEmpty();
    }

    private Future<?> schema() {
        Migrations migrations = new Migrations(settings.database().url());
        return settings.migrate() ? migrations.migrate(vertx) : migrations.requireCurrent(vertx);
    }

    private Future<?> startFeatures(Auth auth) {
        stops.push(() -> vertx.executeBlocking(() -> {
            auth.close();
            return null;
        }));
        AuthMetrics.register(auth, registry);
        Future<?> offer =
                demoData ? new DemoData(vertx, connections.pool(), auth::hash).load() : Future.succeededFuture();
        return offer.compose(loaded -> DemoData.present(connections.pool()))
                .onSuccess(present -> demoAccount = present)
                .compose(known -> deploy(() -> catalogue, 1))
                .compose(known -> deploy(() -> slotFollower, 1))
                .compose(known -> startSeats())
                .compose(reached -> deploy(this::leftFollower, 1))
                .compose(following -> deploy(() -> new SearchVerticle(slots, slotStore, clock), cores()))
                .compose(searching -> deploy(auth::verticle, cores()))
                .compose(admitting -> startClients(auth))
                .compose(registering -> startMail())
                .compose(mailing -> startBookings())
                .compose(bookings -> startBackOffice(auth, bookings).compose(open -> startHttp(auth, bookings)));
    }

    private Future<?> startSeats() {
        seats.start();
        stops.push(() -> {
            seats.stop();
            return Future.succeededFuture();
        });
        return seats.incarnation().name();
    }

    /** Asks Redis nothing while it is known to be away: questions would only pile up. */
    private Future<Void> checkRedis() {
        return seats.reach().away() ? Future.failedFuture("away") : connections.pingRedis();
    }

    private LeftFollower leftFollower() {
        return new LeftFollower(slots, slotStore, seats, settings.search().leftRefreshMillis());
    }

    private Future<BookingFeature> startBookings() {
        return BookingFeature.start(
                        vertx, settings, () -> connections.bookings(1), seats, slots, slots::ids, clock, registry)
                .onSuccess(bookings -> stops.push(bookings::stop));
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
                catalogue,
                slots,
                slotFollower::poll,
                registry);
        return BackOffice.start(foundations).onSuccess(started -> stops.push(started::stop));
    }

    private Future<?> startClients(Auth auth) {
        return ClientFeature.start(
                        vertx,
                        connections.pool(),
                        catalogue,
                        organisations,
                        clock,
                        auth.authorizationCodes(),
                        settings.auth().recovery().partnerFailuresPerHour(),
                        settings.http().requestTimeoutMillis())
                .onSuccess(clients -> stops.push(() -> {
                    clients.close();
                    return Future.succeededFuture();
                }))
                .compose(clients -> deploy(clients::verticle, cores()));
    }

    private Future<?> startMail() {
        return Notifications.start(vertx, connections.mail(), settings.mail(), registry)
                .onSuccess(mail -> stops.push(mail::stop));
    }

    private Limits limits() {
        Redis client = connections.limits();
        Limits limits = Limits.shared(settings.limits(), vertx, client);
        stops.push(() -> {
            limits.close();
            client.close();
            return Future.succeededFuture();
        });
        return limits;
    }

    private Future<?> startHttp(Auth auth, BookingFeature bookings) {
        HttpServices services = new HttpServices(
                settings,
                auth.verifier(),
                settings.rateLimits() == Settings.Switch.OFF ? null : limits(),
                inFront.of(bookings.client(), slots),
                catalogue,
                new BulkFeed(
                        vertx,
                        settings.openData(),
                        settings.publicUrl(),
                        clock,
                        settings.http().requestTimeoutMillis()),
                organisations,
                Arrays.stream(SecurityQuestion.values())
                        .collect(Collectors.toMap(
                                SecurityQuestion::id, SecurityQuestion::text, (one, other) -> one, LinkedHashMap::new)),
                auth::jwks,
                clock,
                registry);
        int instances = settings.http().instances() > 0 ? settings.http().instances() : cores();
        return contract.map(read -> HttpFront.of(read, services))
                .compose(front -> deploy(front::newVerticle, instances).onSuccess(serving -> httpPort = front.port()));
    }

    private Future<String> deploy(Supplier<? extends Deployable> verticle, int instances) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
