package org.creneau.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import redis.embedded.RedisServer;

/**
 * A real PostgreSQL and a real Redis for tests, one of each per JVM: those named by {@code CRENEAU_TEST_POSTGRES} and
 * {@code CRENEAU_TEST_REDIS}, else containers where a Docker engine answers, else embedded ones.
 *
 * <p>Each test class takes a database and a Redis database of its own.
 */
public final class TestServers {

    private static final Logger log = LoggerFactory.getLogger(TestServers.class);
    private static final int REDIS_DATABASES = 256;
    /** Of the JVMs that run tests side by side, which all may use the same Redis: this one, from 1 on. */
    private static final int FORK = Integer.getInteger("creneau.test.fork", 1);

    private static final int FORKS = Integer.getInteger("creneau.test.forks", 1);
    private static final AtomicInteger nextRedisDatabase = new AtomicInteger(FORK - 1);
    private static final String POSTGRES = startPostgres();
    private static final String REDIS = startRedis();
    private static final String TEMPLATE = migratedTemplate();

    private TestServers() {}

    /** The URL of a new, migrated, empty database: {@code postgresql://user:password@host:port/name}. */
    public static String newDatabase() {
        String name = "t_" + UUID.randomUUID().toString().replace("-", "");
        execute(POSTGRES, "create database " + name + " template " + TEMPLATE);
        return withPath(POSTGRES, name);
    }

    /** The URL of an empty Redis database. */
    public static String newRedis() {
        int number = nextRedisDatabase.getAndAdd(FORKS);
        if (number >= REDIS_DATABASES) {
            throw new IllegalStateException("more than " + REDIS_DATABASES / FORKS + " Redis databases in one JVM");
        }
        return REDIS + "/" + number;
    }

    /** Runs SQL over JDBC, for what a test changes behind the service's back. */
    public static void execute(String url, String sql) {
        Jdbc.run(url, sql, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** A JDBC connection of the test's own, for what takes several statements. */
    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(jdbc(url), user[0], user[1]);
    }

    private static String jdbc(String url) {
        URI uri = URI.create(url);
        // Without statements prepared by the server: a plan that it keeps would not outlive a change of a table.
        return "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?prepareThreshold=0";
    }

    private static String withPath(String url, String name) {
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    private static String migratedTemplate() {
        String name = "template_" + UUID.randomUUID().toString().replace("-", "");
        execute(POSTGRES, "create database " + name);
        String url = withPath(POSTGRES, name);
        String[] user = URI.create(url).getUserInfo().split(":", 2);
        Flyway.configure().dataSource(jdbc(url), user[0], user[1]).load().migrate();
        return name;
    }

    private static String startPostgres() {
        String configured = System.getenv("CRENEAU_TEST_POSTGRES");
        if (configured != null) {
            log.info("tests use the PostgreSQL named by CRENEAU_TEST_POSTGRES");
            return configured;
        }
        if (docker()) {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:17-alpine");
            container.start();
            log.info("tests use PostgreSQL in a container");
            return String.format(
                    Locale.ROOT,
                    "postgresql://%s:%s@%s:%d/%s",
                    container.getUsername(),
                    container.getPassword(),
                    container.getHost(),
                    container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    container.getDatabaseName());
        }
        try {
            // Closed by the library's own shutdown hook.
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            log.info("tests use embedded PostgreSQL on port {}", server.getPort());
            return "postgresql://postgres:postgres@localhost:" + server.getPort() + "/postgres";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String startRedis() {
        String configured = System.getenv("CRENEAU_TEST_REDIS");
        if (configured != null) {
            log.info("tests use the Redis named by CRENEAU_TEST_REDIS");
            return configured;
        }
        if (docker()) {
            @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it
            GenericContainer<?> container = new GenericContainer<>("redis:7-alpine")
                    .withCommand("redis-server", "--databases", String.valueOf(REDIS_DATABASES))
                    .withExposedPorts(6379);
            container.start();
            log.info("tests use Redis in a container");
            return "redis://" + container.getHost() + ":" + container.getMappedPort(6379);
        }
        try {
            int port = freePort();
            RedisServer server = RedisServer.builder()
                    .port(port)
                    .setting("databases " + REDIS_DATABASES)
                    .setting("save \"\"")
                    .setting("dir " + emptyDirectory())
                    .build();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            log.info("tests use embedded Redis on port {}", port);
            return "redis://localhost:" + port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean docker() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Where a Redis that keeps nothing finds nothing; gone with this JVM. */
    static Path emptyDirectory() throws IOException {
        Path directory = Files.createTempDirectory("creneau-redis");
        directory.toFile().deleteOnExit();
        return directory;
    }

    /**
     * A port that was free a moment ago. It is below those that systems give to outgoing connections: what goes away and
     * comes back finds nobody else there, not even a client that has reached itself.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                log.debug("port {} is taken", port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
