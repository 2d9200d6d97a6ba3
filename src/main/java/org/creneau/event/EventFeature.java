package org.creneau.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.creneau.config.EventSettings;
import org.creneau.core.Repeated;
import org.creneau.core.Rounds;
import org.creneau.core.Sql;

/** Events of one node: follows what happens, sends it to webhooks, and answers what partners' systems ask. */
public final class EventFeature {

    private static final long TIDY_MILLIS = 600_000;
    private static final long COUNT_MILLIS = 10_000;
    private static final int TIDY_ROWS = 500;
    private static final int NAME_THREADS = 4;
    private static final long NAME_SECONDS = 5;

    private final Vertx vertx;
    private final Pool pool;
    private final WorkerExecutor names;
    private final List<Repeated> jobs = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    private EventFeature(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
        this.names = vertx.createSharedWorkerExecutor("creneau-names", NAME_THREADS, NAME_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Starts it.
     *
     * @param pool of its own, closed at the end: what is told takes nobody else's connection
     */
    public static Future<EventFeature> start(Vertx vertx, Pool pool, EventSettings settings, MeterRegistry registry) {
        EventFeature started = new EventFeature(vertx, pool);
        return started.start(settings, registry, started::lookUp)
                .recover(failure -> started.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(started);
    }

    private Future<Void> start(
            EventSettings settings, MeterRegistry registry, Function<String, Future<List<InetAddress>>> lookUp) {
        Sql sql = new Sql(pool);
        Targets targets = new Targets(lookUp, settings.allowLoopback());
        EventStore events = new EventStore(sql);
        WebhookStore webhooks = new WebhookStore(sql);
        DeliveryStore deliveries = new DeliveryStore(sql);
        EventMetrics metrics = new EventMetrics(registry);
        EventFollower follower = new EventFollower(sql);
        every(settings.pollMillis(), "making events", follower::poll);
        every(
                TIDY_MILLIS,
                "deleting old events",
                () -> tidy(() -> events.forget(settings.keepDays(), TIDY_ROWS))
                        .compose(done -> tidy(() -> SlotEventChanges.forget(sql))));
        every(
                COUNT_MILLIS,
                "counting events for webhooks",
                () -> deliveries.waiting().onSuccess(metrics::waiting).mapEmpty());
        WebhookService service = new WebhookService(settings, webhooks, new ReplayStore(sql), events, targets);
        return vertx.deployVerticle(new EventVerticle(events, webhooks, service))
                .onSuccess(deployments::add)
                .compose(serving ->
                        vertx.deployVerticle(new WebhookSenderVerticle(settings, deliveries, targets, metrics)))
                .onSuccess(deployments::add)
                .mapEmpty();
    }

    private void every(long millis, String name, Supplier<Future<Void>> job) {
        jobs.add(Repeated.every(millis, vertx, name, job));
    }

    /** A little at a time. */
    private static Future<Void> tidy(Supplier<Future<Integer>> some) {
        return Rounds.whileTrue(() -> some.get().map(deleted -> deleted == TIDY_ROWS));
    }

    /** Blocks a thread of its own few. */
    private Future<List<InetAddress>> lookUp(String name) {
        return names.executeBlocking(() -> List.of(InetAddress.getAllByName(name)), false)
                .timeout(NAME_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits a moment for what is on its way to webhooks. */
    public Future<Void> stop() {
        jobs.forEach(Repeated::close);
        Future<Void> stopped = Future.succeededFuture();
        for (String deployment : deployments) {
            stopped = stopped.transform(before -> vertx.undeploy(deployment));
        }
        return stopped.transform(done -> names.close()).transform(done -> pool.close());
    }
}
