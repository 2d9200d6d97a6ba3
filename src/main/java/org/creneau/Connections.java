package org.creneau;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisReplicas;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.creneau.config.PostgresUrl;
import org.creneau.config.RedisUrl;
import org.creneau.config.Settings;
import org.creneau.limit.Limits;
import org.creneau.seat.Seats;
import org.jspecify.annotations.Nullable;

/**
 * Clients of PostgreSQL and Redis, made from the settings, which must name the servers that are used. Every queue in
 * them has a bound. They connect when they are first used; {@link ServerChecks} tells beforehand whether that will work.
 *
 * <p>A Redis command has no time limit of its own: whoever sends one applies {@code redis.commandTimeoutMillis}.
 */
public final class Connections {

    private static final String APPLICATION = "creneau";
    /** Statements of a booking connection that may be under way at once; one batch is a few. */
    private static final int PIPELINING = 64;
    /** One for what is written, one for what is sent. */
    private static final int MAIL_CONNECTIONS = 2;

    private static final int EVENT_CONNECTIONS = 3;
    /** Our longest statements have some thousand characters; the driver would not keep those over 2048. */
    private static final int LONGEST_STATEMENT = 16_384;
    /** A transaction whose node is gone keeps nobody waiting for longer, in milliseconds. */
    private static final int IDLE_IN_TRANSACTION = 10_000;
    /** What was sent and is not acknowledged for so long means that the connection is dead, in milliseconds. */
    private static final int UNACKNOWLEDGED = 10_000;

    private final Vertx vertx;
    private final Settings settings;
    private final Pool pool;
    private final @Nullable Redis redis;

    public Connections(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
        Settings.Database database = settings.database();
        this.pool = PgBuilder.pool()
                .with(poolOptions("reads", database.poolSize()))
                .with(transport(database.connectTimeoutMillis()))
                .connectingTo(postgres(database))
                .using(vertx)
                .build();
        this.redis =
                settings.redis().url().isEmpty() ? null : Redis.createClient(vertx, redisOptions(settings.redis()));
    }

    /** For reads and accounts: a connection serves one query at a time; who waits longer than allowed is refused. */
    public Pool pool() {
        return pool;
    }

    /**
     * A client of its own for one booking instance: it sends statements without waiting for the answers to earlier ones.
     * The caller closes it.
     */
    public SqlClient bookings(int connections) {
        return PgBuilder.client()
                .with(poolOptions("bookings", connections))
                .with(transport(settings.database().connectTimeoutMillis()))
                .connectingTo(postgres(settings.database())
                        .setPipeliningLimit(PIPELINING)
                        // Batches differ in size only. Left to itself, the server plans every batch anew, or not,
                        // depending on the sizes of the first ones.
                        .addProperty("plan_cache_mode", "force_generic_plan"))
                .using(vertx)
                .build();
    }

    /** For mail, which nobody waits for: it must not take the connections of those who do. The caller closes it. */
    public Pool mail() {
        return background("mail", MAIL_CONNECTIONS);
    }

    /** The same for events and webhooks. */
    public Pool events() {
        return background("events", EVENT_CONNECTIONS);
    }

    private Pool background(String name, int size) {
        return PgBuilder.pool()
                .with(poolOptions(name, size))
                .with(transport(settings.database().connectTimeoutMillis()))
                .connectingTo(postgres(settings.database()))
                .using(vertx)
                .build();
    }

    public Redis redis() {
        return Objects.requireNonNull(redis, "no redis.url");
    }

    /**
     * A client of its own for the limits, so that no crowd at the gate takes the connections by which seats are taken.
     * The caller closes it.
     */
    public Redis limits() {
        return Redis.createClient(vertx, redisOptions(settings.redis()).setMaxPoolSize(Limits.CONNECTIONS));
    }

    /** Succeeds when PostgreSQL answers now. */
    public Future<Void> pingDatabase() {
        return pool.query("select 1").execute().mapEmpty();
    }

    /** Succeeds when Redis answers now. */
    public Future<Void> pingRedis() {
        return redis().send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        if (redis != null) {
            redis.close();
        }
        return pool.close();
    }

    static PgConnectOptions postgres(Settings.Database database) {
        PostgresUrl url = PostgresUrl.parse(database.url());
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setUser(url.user())
                .setPassword(url.password())
                .setDatabase(url.database())
                .setSslMode(SslMode.of(url.sslMode()))
                .setSslOptions(tls(url.sslMode()))
                .addProperty("application_name", APPLICATION)
                .addProperty("statement_timeout", String.valueOf(database.statementTimeoutMillis()))
                .addProperty("idle_in_transaction_session_timeout", String.valueOf(IDLE_IN_TRANSACTION));
        options.setCachePreparedStatements(true);
        options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        return options;
    }

    /** As libpq has it: "require" encrypts and believes anybody, "verify-…" asks the JVM's trust store. */
    private static ClientSSLOptions tls(String mode) {
        ClientSSLOptions options = new ClientSSLOptions();
        if (!mode.startsWith("verify")) {
            return options.setTrustAll(true);
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            return options.setTrustOptions(TrustOptions.wrap(trust.getTrustManagers()[0]))
                    .setHostnameVerificationAlgorithm(mode.equals("verify-full") ? "HTTPS" : "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no trust store", e);
        }
    }

    private PoolOptions poolOptions(String name, int size) {
        return new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setMaxWaitQueueSize(settings.database().maxWaitQueue())
                .setConnectionTimeout((int) settings.database().connectTimeoutMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static NetClientOptions transport(long connectTimeoutMillis) {
        return new NetClientOptions()
                .setConnectTimeout((int) connectTimeoutMillis)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(UNACKNOWLEDGED)
                .setHostnameVerificationAlgorithm("HTTPS");
    }

    private static RedisOptions redisOptions(Settings.Redis settings) {
        List<RedisUrl> urls = RedisUrl.parseAll(settings.url());
        RedisOptions options = redisOptions(settings, urls.get(0));
        if (urls.size() > 1) {
            options.setType(RedisClientType.CLUSTER)
                    .setMaxPoolSize(Math.max(settings.poolSize(), Seats.CLUSTER_CONNECTIONS))
                    .setUseReplicas(RedisReplicas.NEVER)
                    .setEndpoints(urls.stream().map(RedisUrl::url).toList());
        }
        return options;
    }

    /** For one server by itself, also where it is part of a cluster. */
    static RedisOptions redisOptions(Settings.Redis settings, RedisUrl url) {
        return new RedisOptions()
                .setType(RedisClientType.STANDALONE)
                .setConnectionString(url.url())
                .setPoolName(APPLICATION)
                .setMaxPoolSize(settings.poolSize())
                .setMaxPoolWaiting(settings.maxWaitQueue())
                .setNetClientOptions(transport(settings.connectTimeoutMillis()));
    }
}
