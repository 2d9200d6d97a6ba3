package org.creneau.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
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

    private final Vertx vertx;
    private final Pool pool;
    private final NameLookUps names;
    private final List<Repeated> jobs = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    private EventFeature(Vertx vertx, Pool pool, NameLookUps names) {
        this.vertx = vertx;
        this.pool = pool;
        this.names = names;
    }

    /**
     * Starts it.
     *
     * @param pool of its own, closed at the end: what is told takes nobody else's connection
     */
    public static Future<EventFeature> start(Vertx vertx, Pool pool, EventSettings settings, MeterRegistry registry) {
        EventFeature started = new EventFeature(vertx, pool, NameLookUps.ofThisMachine(vertx, settings));
        return started.start(settings, registry)
                .recover(failure -> started.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(started);
    }

    private Future<Void> start(EventSettings settings, MeterRegistry registry) {
        Sql sql = new Sql(pool);
        Targets targets = new Targets(names, settings.allowLoopback());
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
