package org.creneau.notification;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.HashMap;
import java.util.Map;
import org.creneau.config.MailSettings;
import org.creneau.config.SettingsLoader;
import org.creneau.core.Sql;
import org.creneau.testkit.Await;

/** The mail of one node, without the rest of it. */
final class MailNode implements AutoCloseable {

    /** Less than a service's: tests wait for what is counted. */
    private static final long COUNT_MILLIS = 100;

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Sql sql;
    private final Pool pool;
    private final Notifications notifications;

    private MailNode(String database, MailSettings settings) {
        pool = pool(database);
        sql = new Sql(pool);
        notifications = Await.of(Notifications.start(vertx, pool(database), settings, registry, COUNT_MILLIS));
    }

    /** @param changes to the settings of mail, by their names there */
    static MailNode start(String database, int port, Map<String, String> changes) {
        return new MailNode(database, settings(port, changes));
    }

    static MailSettings settings(int port, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(Map.of(
                "mail.host", "localhost",
                "mail.port", String.valueOf(port),
                "mail.tls", "none",
                "mail.pollMillis", "50",
                "mail.firstRetrySeconds", "1",
                "mail.longestRetrySeconds", "1",
                "mail.sendTimeoutMillis", "5000"));
        changes.forEach((name, value) -> all.put("mail." + name, value));
        return SettingsLoader.defaults(all).mail();
    }

    private Pool pool(String database) {
        return PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(database).setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(2))
                .using(vertx)
                .build();
    }

    /** Leaves a mail as a feature would. */
    void leave(Mail.Kind kind, String to, JsonObject model) {
        Outbox outbox = new Outbox();
        Mail mail = Mail.now(kind, to, "fr", model, null);
        Await.of(sql.transaction(within -> outbox.add(within, mail)));
    }

    double counted(String name) {
        return registry.get(name).counter().count();
    }

    double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Override
    public void close() {
        Future<Void> closed = notifications.stop().transform(stopped -> pool.close());
        Await.of(closed);
        Await.of(vertx.close());
    }
}
