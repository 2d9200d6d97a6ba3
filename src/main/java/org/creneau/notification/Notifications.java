package org.creneau.notification;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import org.creneau.config.MailSettings;
import org.creneau.core.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail of one node: writes the mails about bookings, and sends what is due. */
public final class Notifications {

    private static final Logger log = LoggerFactory.getLogger(Notifications.class);
    private static final long COUNT_MILLIS = 5_000;

    private final Vertx vertx;
    private final Pool pool;
    private final List<String> deployments = new ArrayList<>();

    private Notifications(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /**
     * Starts it.
     *
     * @param pool of its own, closed at the end: a rush of mail takes nobody else's connection
     */
    public static Future<Notifications> start(Vertx vertx, Pool pool, MailSettings settings, MeterRegistry registry) {
        return start(vertx, pool, settings, registry, COUNT_MILLIS);
    }

    /** @param countMillis between two looks at how much mail waits */
    static Future<Notifications> start(
            Vertx vertx, Pool pool, MailSettings settings, MeterRegistry registry, long countMillis) {
        Notifications started = new Notifications(vertx, pool);
        Sql sql = new Sql(pool);
        MailMetrics metrics = new MailMetrics(registry);
        return vertx.deployVerticle(new MailJobsVerticle(settings, sql, metrics, countMillis))
                .onSuccess(started.deployments::add)
                .compose(following -> started.startSending(settings, sql, metrics))
                .recover(failure -> started.stop().transform(stopped -> Future.failedFuture(failure)))
                .map(started);
    }

    private Future<Void> startSending(MailSettings settings, Sql sql, MailMetrics metrics) {
        if (settings.host().isEmpty()) {
            log.info("no mail server is configured (mail.host): mail is kept until there is one");
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> new MailComposer(settings))
                .compose(composer ->
                        vertx.deployVerticle(new SenderVerticle(settings, new MailStore(sql), composer, metrics)))
                .onSuccess(deployments::add)
                .mapEmpty();
    }

    /** Waits a moment for mail that is on its way. */
    public Future<Void> stop() {
        Future<Void> stopped = Future.succeededFuture();
        for (String deployment : deployments) {
            stopped = stopped.transform(before -> vertx.undeploy(deployment));
        }
        return stopped.transform(done -> pool.close());
    }
}
