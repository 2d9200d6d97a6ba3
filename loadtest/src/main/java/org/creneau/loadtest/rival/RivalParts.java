package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import org.creneau.Connections;
import org.creneau.config.Settings;
import org.creneau.seat.Seats;

/** Connections of a strategy's own, made as the product makes its own, and closed together. */
final class RivalParts {

    /** Of a request's time limit: who waits for a lock is told before the time is up. */
    private static final double PATIENCE = 0.8;

    private final Vertx vertx;
    private final Settings settings;
    private final Connections connections;
    private final SqlClient pipelined;
    private final Seats seats;

    /** @param connections to PostgreSQL */
    RivalParts(Vertx vertx, Settings settings, int connections) {
        this.vertx = vertx;
        this.settings = settings;
        this.connections = new Connections(vertx, withPoolSize(settings, connections));
        this.pipelined = this.connections.bookings(connections);
        this.seats = Seats.create(
                vertx,
                this.connections.redis(),
                settings.redis().cluster(),
                settings.redis().commandTimeoutMillis());
        seats.start();
    }

    Vertx vertx() {
        return vertx;
    }

    Pool pool() {
        return connections.pool();
    }

    /** For single statements: each connection has many under way, one behind the other. */
    SqlClient pipelined() {
        return pipelined;
    }

    Redis redis() {
        return connections.redis();
    }

    Seats seats() {
        return seats;
    }

    long insertDeadlineMillis() {
        return settings.booking().insertDeadlineMillis();
    }

    long limitMillis() {
        return (long) (PATIENCE * settings.http().requestTimeoutMillis());
    }

    Future<Void> close() {
        seats.stop();
        return pipelined.close().eventually(connections::close);
    }

    private static Settings withPoolSize(Settings settings, int size) {
        Settings.Database database = settings.database();
        return new Settings(
                settings.dataDir(),
                settings.migrate(),
                settings.demoData(),
                settings.allowSeed(),
                settings.rateLimits(),
                settings.limits(),
                settings.http(),
                settings.management(),
                new Settings.Database(
                        database.url(),
                        size,
                        database.maxWaitQueue(),
                        database.connectTimeoutMillis(),
                        database.statementTimeoutMillis()),
                settings.redis(),
                settings.auth(),
                settings.contactCentre(),
                settings.booking(),
                settings.search(),
                settings.privacy(),
                settings.desk(),
                settings.mail(),
                settings.events(),
                settings.openData(),
                settings.log());
    }
}
