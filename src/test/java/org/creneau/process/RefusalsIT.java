package org.creneau.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;
import org.creneau.embedded.EmbeddedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong: one line that names the setting, exit code 2, and nothing left running. The servers are embedded
 * ones of this JVM, which ask for a password.
 */
class RefusalsIT {

    private static final String DATABASE = "CRENEAU_DATABASE_URL";
    private static final String REDIS = "CRENEAU_REDIS_URL";

    @TempDir
    private static Path temporary;

    private static EmbeddedServers servers;
    private static String database;
    private static String redis;
    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        String dataDir = temporary.resolve("servers").toString();
        servers = EmbeddedServers.start(SettingsLoader.defaults(Map.of("dataDir", dataDir)));
        Settings settings = servers.settings();
        database = settings.database().url();
        redis = settings.redis().url();
        sandbox = new Sandbox(Files.createDirectory(temporary.resolve("sandbox")))
                .with(DATABASE, database)
                .with(REDIS, redis)
                .with("CRENEAU_DATABASE_CONNECT_TIMEOUT_MILLIS", "3000")
                .with("CRENEAU_REDIS_CONNECT_TIMEOUT_MILLIS", "3000");
    }

    @AfterAll
    static void end() {
        try (Sandbox closing = sandbox) {
            assertEquals(List.of(), closing.servers());
        } finally {
            servers.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"CRENEAU_HTTP_PORT, http.port", "CRENEAU_MANAGEMENT_PORT, management.port"})
    void aTakenPort(String variable, String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused(
                    Map.of(variable, port),
                    setting + " (" + variable + "): port " + port + " is taken by another program");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "migrate", "check"})
    void noDatabaseThere(String command) throws IOException {
        int port = free();
        assertRefused(
                Map.of(DATABASE, "postgresql://creneau:secret@localhost:" + port + "/creneau"),
                "database.url (CRENEAU_DATABASE_URL): ",
                command);
    }

    @Test
    void forMachinesTheLineIsJsonToo() throws IOException {
        String url = "redis://localhost:" + free();
        Ended ended = sandbox.run(Map.of(REDIS, url, "CRENEAU_LOG_FORMAT", "json"));
        assertEquals(2, ended.exitCode(), ended.toString());
        JsonObject line = new JsonObject(ended.lastError());
        assertEquals("ERROR", line.getString("level"));
        assertTrue(line.getString("message").startsWith("redis.url (CRENEAU_REDIS_URL): "), ended.lastError());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "reconcile"})
    void noRedisThere(String command) throws IOException {
        int port = free();
        assertRefused(
                Map.of(REDIS, "redis://localhost:" + port),
                "redis.url (CRENEAU_REDIS_URL): Redis at localhost:" + port + " cannot be used: nobody listens there",
                command);
    }

    @Test
    void serversThatSayNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            int port = silent.getLocalPort();
            assertRefused(
                    Map.of(DATABASE, "postgresql://a:secret@localhost:" + port + "/c"),
                    "database.url (CRENEAU_DATABASE_URL): PostgreSQL at localhost:" + port
                            + "/c cannot be used: no answer within 3000 ms");
            assertRefused(
                    Map.of(REDIS, "redis://localhost:" + port),
                    "redis.url (CRENEAU_REDIS_URL): Redis at localhost:" + port
                            + " cannot be used: no answer within 3000 ms");
        }
    }

    @Test
    void wrongPasswordsAndNames() {
        assertRefused(
                Map.of(DATABASE, database.replaceFirst(":[0-9a-f]+@", ":secret@")),
                "database.url (CRENEAU_DATABASE_URL): PostgreSQL at 127.0.0.1:");
        assertRefused(
                Map.of(DATABASE, database.replaceFirst("/creneau[?]", "/nowhere?")),
                "database.url (CRENEAU_DATABASE_URL): PostgreSQL at 127.0.0.1:");
        assertRefused(
                Map.of(REDIS, redis.replaceFirst(":[0-9a-f]+@", ":secret@")),
                "redis.url (CRENEAU_REDIS_URL): " + redisAt() + " cannot be used: the user or the password is wrong");
        assertRefused(
                Map.of(REDIS, redis.replaceFirst(":[0-9a-f]+@", "")),
                "redis.url (CRENEAU_REDIS_URL): " + redisAt() + " cannot be used: it asks for a password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "reconcile"})
    void theOtherServersAddress(String command) {
        String postgres = database.replaceFirst(".*@", "").replaceFirst("/.*", "");
        String other = redis.replaceFirst(".*@", "");
        assertRefused(
                Map.of(REDIS, "redis://" + postgres), "redis.url (CRENEAU_REDIS_URL): Redis at " + postgres, command);
        assertRefused(
                Map.of(DATABASE, "postgresql://a:secret@" + other + "/c"),
                "database.url (CRENEAU_DATABASE_URL): PostgreSQL at " + other,
                command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {prot: 1}          | http.prot (in %s): there is no such setting",
                "http: {port: eighty}     | http.port (in %s; environment variable CRENEAU_HTTP_PORT): must be a whole",
                "'http: [1'               | settings file %s is not valid YAML, line",
                "database: {url: 'x: sec'}| database.url (in %s; environment variable CRENEAU_DATABASE_URL): must be empty",
            })
    void aFileThatIsWrong(String content, String expected) throws IOException {
        Path file = Files.writeString(sandbox.folder().resolve("settings.yaml"), content);
        assertRefused(
                Map.of(
                        "CRENEAU_CONFIG",
                        file.toString(),
                        "CRENEAU_HTTP_PORT",
                        Sandbox.UNSET, // it would win over the file
                        DATABASE,
                        Sandbox.UNSET),
                expected.formatted(file));
    }

    @Test
    void variablesThatAreWrong() {
        assertRefused(
                Map.of("CRENEAU_HTTP_PROT", "1"), "environment variable CRENEAU_HTTP_PROT: there is no such setting");
        assertRefused(
                Map.of("CRENEAU_CONFIG", "nowhere.yaml"),
                "CRENEAU_CONFIG: there is no file " + sandbox.folder().resolve("nowhere.yaml"));
    }

    @Test
    void aDataFolderThatCannotBeUsed() throws IOException {
        Map<String, String> embedded = Map.of(DATABASE, "", REDIS, "");
        assertRefused(
                with(embedded, "CRENEAU_DATA_DIR", "/dev/null/data"),
                "dataDir (CRENEAU_DATA_DIR): the data folder /dev/null/data cannot be used");
        Path file = Files.createTempFile(temporary, "a", "file");
        assertRefused(
                with(embedded, "CRENEAU_DATA_DIR", file.toString()),
                "dataDir (CRENEAU_DATA_DIR): the data folder " + file + " cannot be used: it is a file");
    }

    @Test
    void aDataFolderThatNobodyMayWriteTo() throws IOException {
        Path folder = Files.createTempDirectory(temporary, "read-only");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        Assumptions.assumeFalse(Files.isWritable(folder), "root may write everywhere");
        assertRefused(
                Map.of(DATABASE, "", REDIS, "", "CRENEAU_DATA_DIR", folder.toString()),
                "dataDir (CRENEAU_DATA_DIR): the data folder " + folder + " cannot be used: no permission");
    }

    @Test
    void embeddedServersEndWhenTheStartFails() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertRefused(
                    Map.of(DATABASE, "", "CRENEAU_MANAGEMENT_PORT", String.valueOf(taken.getLocalPort())),
                    "management.port (CRENEAU_MANAGEMENT_PORT): port");
        }
    }

    private static Map<String, String> with(Map<String, String> some, String variable, String value) {
        Map<String, String> all = new java.util.HashMap<>(some);
        all.put(variable, value);
        return all;
    }

    private static void assertRefused(Map<String, String> environment, String expected, String... command) {
        assertRefused(sandbox.run(environment, command), expected);
        assertEquals(List.of(), sandbox.servers());
    }

    private static void assertRefused(Ended ended, String expected) {
        assertEquals(2, ended.exitCode(), ended.toString());
        assertTrue(ended.lastError().startsWith(expected), ended.toString());
        assertEquals(List.of(), ended.output());
        String all = String.join("\n", ended.errors());
        assertFalse(all.contains("\tat ") || all.contains("Exception") || all.contains("secret"), all);
    }

    private static String redisAt() {
        return "Redis at " + redis.replaceFirst(".*@", "");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
