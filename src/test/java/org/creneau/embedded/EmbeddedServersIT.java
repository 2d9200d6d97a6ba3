package org.creneau.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.creneau.config.PostgresUrl;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.creneau.config.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {

    @TempDir
    Path folder;

    @Test
    void keepsWhatWasCommittedAcrossARestart() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            execute(servers, "create table kept (word text)");
            execute(servers, "insert into kept values ('yes')");
            assertEquals("on", query(servers, "show fsync"));
            assertEquals("on", query(servers, "show synchronous_commit"));
            assertTrue(servers.hasDatabase());
        }
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            assertEquals("yes", query(servers, "select word from kept"));
        }
    }

    @Test
    void replacesTheServersOfAProcessThatWasKilled() throws Exception {
        Process child = child();
        List<String> urls;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            urls = List.of(line(output), line(output));
            execute(urls.get(0), "create table kept (word text)");
            execute(urls.get(0), "insert into kept values ('yes')");
            redis(urls.get(1), Request.cmd(Command.SET).arg("left").arg("over"));
            assertThrows(SettingsException.class, () -> EmbeddedServers.start(settings()));
            child.destroyForcibly();
            assertTrue(child.waitFor(10, TimeUnit.SECONDS));
        }
        // They outlived it: that is what makes this test one.
        execute(urls.get(0), "insert into kept values ('yes')");
        redis(urls.get(1), Request.cmd(Command.PING));
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            assertEquals("2", query(servers, "select count(*)::text from kept"));
            assertEquals("0", redis(servers.settings().redis().url(), Request.cmd(Command.DBSIZE)));
            assertThrows(SQLException.class, () -> execute(urls.get(0), "select 1"));
            assertThrows(Exception.class, () -> redis(urls.get(1), Request.cmd(Command.PING)));
        }
    }

    @Test
    void recoversAfterPostgresItselfWasKilled() throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            execute(servers, "create table kept (word text)");
            execute(servers, "insert into kept values ('yes')");
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                    .get(0));
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            assertTrue(EmbeddedProcess.kill(server, java.time.Duration.ofSeconds(10)));
        }
        assertTrue(Files.exists(folder.resolve("postgres/postmaster.pid")), "the killed server left its pid file");
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            assertEquals("yes", query(servers, "select word from kept"));
        }
    }

    @Test
    void stalePidFilesNameNobody() throws Exception {
        EmbeddedServers.start(settings()).close();
        // The number now belongs to a process that has nothing to do with it: this one.
        String own = String.valueOf(ProcessHandle.current().pid());
        Path pidFile = folder.resolve("postgres/postmaster.pid");
        Files.writeString(pidFile, own + "\n" + folder.resolve("postgres") + "\n");
        Files.writeString(folder.resolve("redis/redis.pid"), own + "\n");
        try (EmbeddedServers servers = EmbeddedServers.start(settings())) {
            assertEquals("1", query(servers, "select '1'"));
        }
    }

    @Test
    void onlyOneUsesAFolder() {
        try (EmbeddedServers first = EmbeddedServers.start(settings())) {
            assertNotNull(first);
            SettingsException refused = assertThrows(SettingsException.class, () -> EmbeddedServers.start(settings()));
            assertTrue(refused.getMessage().startsWith("dataDir (CRENEAU_DATA_DIR): another"), refused.getMessage());
            // The refused attempt must not have given the folder away.
            assertThrows(SettingsException.class, () -> EmbeddedServers.start(settings()));
        }
    }

    @Test
    void startsOnlyWhatIsNotConfigured() throws Exception {
        Settings both =
                settings().withDatabaseUrl("postgresql://a:b@localhost:1/c").withRedisUrl("redis://localhost:1");
        try (EmbeddedServers servers = EmbeddedServers.start(both)) {
            assertEquals(both, servers.settings());
            assertFalse(servers.hasDatabase());
        }
        try (EmbeddedServers servers =
                EmbeddedServers.start(settings().withDatabaseUrl("postgresql://a:b@localhost:1/c"))) {
            assertFalse(Files.exists(folder.resolve("postgres")));
            assertEquals("PONG", redis(servers.settings().redis().url(), Request.cmd(Command.PING)));
            String policy = redis(
                    servers.settings().redis().url(),
                    Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory-policy"));
            assertTrue(policy.contains("noeviction"), policy);
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsOneClearLine() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path broken : List.of(file, file.resolve("below"))) {
            Settings settings = SettingsLoader.defaults(Map.of("dataDir", broken.toString()));
            SettingsException e = assertThrows(SettingsException.class, () -> EmbeddedServers.start(settings));
            assertTrue(e.getMessage().startsWith("dataDir (CRENEAU_DATA_DIR): the data folder"), e.getMessage());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
    }

    private Settings settings() {
        return SettingsLoader.defaults(Map.of("dataDir", folder.toString()));
    }

    private Process child() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedChild.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A URL, whatever is logged around it. */
    private static String line(BufferedReader output) throws Exception {
        String line = output.readLine();
        while (line != null && !line.matches("(postgresql|redis)://.*")) {
            line = output.readLine();
        }
        assertNotNull(line, "the child ended before it had started its servers");
        return line;
    }

    private static void execute(EmbeddedServers servers, String sql) throws SQLException {
        execute(servers.settings().database().url(), sql);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedServers servers, String sql) throws SQLException {
        try (Connection connection = connect(servers.settings().database().url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    private static Connection connect(String url) throws SQLException {
        PostgresUrl parsed = PostgresUrl.parse(url);
        return DriverManager.getConnection(parsed.jdbc(), parsed.user(), parsed.password());
    }

    private static String redis(String url, Request request) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return Redis.createClient(vertx, url)
                    .send(request)
                    .map(String::valueOf)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
