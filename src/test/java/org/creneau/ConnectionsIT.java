package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.creneau.config.PostgresUrl;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.config.SettingsLoader;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final String REDIS = TestServers.newRedis();
    private static final Vertx vertx = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void goodServersPassAndServe() throws Exception {
        Settings settings = settings(DATABASE, REDIS);
        await(new ServerChecks(vertx, settings).all());
        Connections connections = new Connections(vertx, settings);
        await(connections.pingDatabase());
        await(connections.pingRedis());
        assertEquals("creneau", one(connections.pool(), "select current_setting('application_name')"));
        assertEquals("2s", one(connections.pool(), "select current_setting('statement_timeout')"));
        await(connections.redis().send(Request.cmd(Command.SET).arg("a").arg("b")));
        await(connections.close());
    }

    @Test
    void bookingsArePipelinedOnTheirConnections() throws Exception {
        Connections connections = new Connections(vertx, settings(DATABASE, REDIS));
        SqlClient bookings = connections.bookings(1);
        // On one connection, answers come in the order of the questions and one backend gives them all.
        List<Future<Integer>> answers = IntStream.range(0, 200)
                .mapToObj(i -> bookings.preparedQuery("select pg_backend_pid(), $1::int")
                        .execute(Tuple.of(i))
                        .map(rows -> rows.iterator().next().getInteger(0)))
                .toList();
        await(Future.all(answers));
        assertEquals(1, answers.stream().map(Future::result).distinct().count());
        await(bookings.close());
        await(connections.close());
    }

    @Test
    void whoDoesNotFitInTheWaitQueueIsRefused() throws Exception {
        Settings settings = SettingsLoader.defaults(Map.of(
                "database.url", DATABASE, "redis.url", REDIS, "database.poolSize", "1", "database.maxWaitQueue", "1"));
        Connections connections = new Connections(vertx, settings);
        List<Future<Object>> all = IntStream.range(0, 20)
                .mapToObj(i -> connections
                        .pool()
                        .query("select pg_sleep(0.2)")
                        .execute()
                        .mapEmpty())
                .toList();
        await(Future.join(all).otherwiseEmpty());
        assertTrue(all.stream().anyMatch(Future::succeeded));
        assertTrue(all.stream().anyMatch(Future::failed));
        await(connections.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://user:hush@localhost:1/name | connection refused",
                "postgresql://user:hush@no-such-host.invalid:5432/name | no such host"
            })
    void anUnreachableDatabaseIsOneLine(String url, String hint) {
        refused(settings(url, REDIS), ServerChecks::database, "database.url (CRENEAU_DATABASE_URL): ", hint);
    }

    @Test
    void aMissingDatabaseIsOneLine() {
        PostgresUrl url = PostgresUrl.parse(DATABASE);
        String missing = DATABASE.replace(url.database(), "there_is_none");
        refused(settings(missing, REDIS), ServerChecks::database, "database.url ", "\"there_is_none\" does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://:hush@localhost:1 | connection refused",
                "redis://:hush@no-such-host.invalid | no such host"
            })
    void anUnreachableRedisIsOneLine(String url, String hint) {
        refused(settings(DATABASE, url), ServerChecks::redis, "redis.url (CRENEAU_REDIS_URL): ", hint);
    }

    @Test
    void severalRedisUrlsMustBeACluster() {
        String base = REDIS.substring(0, REDIS.lastIndexOf('/'));
        refused(settings(DATABASE, base + "," + base), ServerChecks::redis, "redis.url ", "is no cluster");
    }

    @Test
    void aRedisThatEvictsIsRefused() throws Exception {
        Connections connections = new Connections(vertx, settings(DATABASE, REDIS));
        await(policy(connections, "allkeys-lru"));
        try {
            refused(settings(DATABASE, REDIS), ServerChecks::redis, "redis.url ", "maxmemory-policy allkeys-lru");
        } finally {
            await(policy(connections, "noeviction"));
            await(connections.close());
        }
    }

    @ParameterizedTest
    @CsvSource({"7.0.15, true", "6.2.0, true", "6.0.16, false", "5.0.14, false", "10.1.0, true", "unknown, false"})
    void redisVersions(String version, boolean enough) {
        assertEquals(enough, ServerChecks.isNewEnough(version));
    }

    private static Future<?> policy(Connections connections, String policy) {
        return connections
                .redis()
                .send(Request.cmd(Command.CONFIG)
                        .arg("SET")
                        .arg("maxmemory-policy")
                        .arg(policy));
    }

    private static void refused(
            Settings settings, Function<ServerChecks, Future<Void>> check, String start, String hint) {
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> await(check.apply(new ServerChecks(vertx, settings))));
        String line =
                assertInstanceOf(SettingsException.class, failure.getCause()).getMessage();
        assertTrue(line.startsWith(start), line);
        assertTrue(line.contains(hint), line);
        assertFalse(line.contains("hush"), line);
        assertFalse(line.contains("\n"), line);
    }

    private static Settings settings(String database, String redis) {
        return SettingsLoader.defaults(Map.of(
                "database.url",
                database,
                "redis.url",
                redis,
                "database.connectTimeoutMillis",
                "30000",
                "redis.connectTimeoutMillis",
                "30000"));
    }

    private static String one(SqlClient client, String sql) throws Exception {
        String value = await(
                client.query(sql).execute().map(rows -> rows.iterator().next().getString(0)));
        assertNotNull(value);
        return value;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
