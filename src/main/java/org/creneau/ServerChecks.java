package org.creneau;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Row;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.creneau.config.PostgresUrl;
import org.creneau.config.RedisUrl;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at PostgreSQL and Redis once, before anything uses them: there, new enough, and set up so that nothing that
 * bookings rely on is missing. What is wrong fails with a {@link SettingsException} that names the setting.
 */
public final class ServerChecks {

    private static final Logger log = LoggerFactory.getLogger(ServerChecks.class);
    private static final int OLDEST_POSTGRESQL = 15;
    private static final String DATABASE = "database.url";
    private static final String REDIS = "redis.url";
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

    private final Vertx vertx;
    private final Settings settings;

    public ServerChecks(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Both servers. Ends when both checks have: who closes Vert.x under one that is connecting waits for ever. */
    public Future<Void> all() {
        return Future.join(database(), redis()).mapEmpty();
    }

    public Future<Void> database() {
        PostgresUrl url = PostgresUrl.parse(settings.database().url());
        long patience = settings.database().connectTimeoutMillis();
        return PgConnection.connect(vertx, Connections.postgres(settings.database()))
                .compose(connection -> connection.query("""
                                select current_setting('server_version_num')::int / 10000 as version,
                                       pg_is_in_recovery() as standby,
                                       current_setting('fsync') as fsync,
                                       current_setting('synchronous_commit') as synchronous_commit
                                """).execute().eventually(connection::close))
                .timeout(patience, TimeUnit.MILLISECONDS)
                .recover(unreachable -> Future.failedFuture(SettingsException.of(
                        DATABASE, "PostgreSQL at " + url + " cannot be used: " + reason(unreachable, patience))))
                .compose(rows -> accept(url, rows.iterator().next()));
    }

    private static Future<Void> accept(PostgresUrl url, Row row) {
        int version = row.getInteger("version");
        if (version < OLDEST_POSTGRESQL) {
            return refused(
                    DATABASE,
                    "PostgreSQL at " + url + " is version " + version + "; " + OLDEST_POSTGRESQL + " or later");
        }
        if (row.getBoolean("standby")) {
            return refused(DATABASE, "PostgreSQL at " + url + " is a standby, which cannot be written to");
        }
        if ("off".equals(row.getString("fsync")) || "off".equals(row.getString("synchronous_commit"))) {
            log.warn(
                    "PostgreSQL at {} runs with fsync or synchronous_commit off: a crash loses acknowledged bookings",
                    url);
        }
        return Future.succeededFuture();
    }

    public Future<Void> redis() {
        List<RedisUrl> urls = RedisUrl.parseAll(settings.redis().url());
        boolean cluster = urls.size() > 1;
        return Future.all(urls.stream().map(url -> redis(url, cluster)).toList())
                .mapEmpty();
    }

    private Future<Void> redis(RedisUrl url, boolean cluster) {
        long patience = settings.redis().connectTimeoutMillis();
        Redis client = Redis.createClient(vertx, Connections.redisOptions(settings.redis(), url));
        return client.send(Request.cmd(Command.INFO))
                .timeout(patience, TimeUnit.MILLISECONDS)
                .onComplete(done -> client.close())
                .recover(unreachable -> Future.failedFuture(SettingsException.of(
                        REDIS, "Redis at " + url + " cannot be used: " + reason(unreachable, patience))))
                .compose(info -> accept(url, cluster, fields(info)));
    }

    private static Future<Void> accept(RedisUrl url, boolean cluster, Map<String, String> info) {
        String version = info.getOrDefault("redis_version", "unknown");
        String policy = info.getOrDefault("maxmemory_policy", "unknown");
        if (!isNewEnough(version)) {
            return refused(
                    REDIS, "Redis at " + url + " is version " + version + "; 6.2 or later, or Valkey, is needed");
        }
        if (!policy.equals("noeviction")) {
            return refused(
                    REDIS,
                    "Redis at " + url + " has maxmemory-policy " + policy + " and may drop seats; set noeviction");
        }
        if (cluster != "1".equals(info.get("cluster_enabled"))) {
            return refused(
                    REDIS,
                    cluster
                            ? "Redis at " + url + " is no cluster: name one server only"
                            : "Redis at " + url
                                    + " is part of a cluster: name several of its servers, separated by commas");
        }
        if (!cluster && !"master".equals(info.get("role"))) {
            return refused(REDIS, "Redis at " + url + " is a replica, which cannot be written to");
        }
        return Future.succeededFuture();
    }

    static boolean isNewEnough(String redisVersion) {
        Matcher version = VERSION.matcher(redisVersion);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 6 || (major == 6 && Integer.parseInt(version.group(2)) >= 2);
    }

    private static Map<String, String> fields(Response info) {
        return info.toString()
                .lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> second));
    }

    private static Future<Void> refused(String setting, String problem) {
        return Future.failedFuture(SettingsException.of(setting, problem));
    }

    private static String reason(Throwable failure, long patienceMillis) {
        if (failure instanceof PgException refusal) {
            return refusal.getErrorMessage();
        }
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return "no answer within " + patienceMillis + " ms";
        }
        if (failure instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (failure instanceof ConnectException) {
            return "nobody listens there (connection refused)";
        }
        return inWords(String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    /** What the clients of both servers call by names of their own. */
    private static String inWords(String message) {
        String name = message.split(" ", 2)[0];
        return switch (name) {
            case "WRONGPASS" -> "the user or the password is wrong";
            case "NOAUTH" -> "it asks for a password";
            case "CONNECTION_CLOSED" -> "it closes the connection, perhaps because it is another kind of server";
            case "ILLEGAL_STATE" -> "it answers like another kind of server";
            case "", "null" -> "it does not answer as it should";
            default -> message;
        };
    }
}
