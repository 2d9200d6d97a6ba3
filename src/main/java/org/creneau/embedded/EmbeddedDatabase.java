package org.creneau.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.creneau.config.SettingsException;

/**
 * A real PostgreSQL whose data stay in {@code <dataDir>/postgres}. It is as durable as any: fsync is on. It listens on
 * the loopback interface only and asks for a password, because a machine may have other users.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final String USER = "creneau";
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_TIME = Duration.ofSeconds(60);
    /** Recovery after a crash replays at most some checkpoints' worth of log. */
    private static final int START_SECONDS = 60;

    /** What is not PostgreSQL's default, and why. */
    private static final Map<String, String> CONFIGURATION = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "", // a socket's path has a length limit that a data folder's need not keep
            "fsync", "on",
            "synchronous_commit", "on",
            "max_connections", "200",
            "shared_buffers", "128MB",
            "timezone", "UTC",
            "log_checkpoints", "off",
            // Statements and their details hold personal data; the log must not.
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse");

    private final EmbeddedFolder folder;
    private final Path programs;
    private final EmbeddedPrivileges privileges;
    private final Path data;
    private final Path log;
    private final Path commandLog;
    private String url = "";

    private EmbeddedDatabase(EmbeddedFolder folder, EmbeddedBinaries binaries) throws IOException {
        this.folder = folder;
        this.programs = binaries.postgres();
        this.privileges = EmbeddedPrivileges.detect();
        this.data = folder.path().resolve("postgres");
        this.log = folder.path().resolve("postgres.log");
        this.commandLog = folder.path().resolve("postgres-commands.log");
    }

    static EmbeddedDatabase start(EmbeddedFolder folder, EmbeddedBinaries binaries) throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(folder, binaries);
        Files.deleteIfExists(database.commandLog);
        database.replaceLeftover(binaries.folder());
        database.initialise();
        database.startOnFreePort();
        return database;
    }

    /** {@code postgresql://…}, with its password. */
    String url() {
        return url;
    }

    private static String url(String password, String port) {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + USER + "?sslmode=disable";
    }

    /** The URL of the server that runs in a data folder, whoever started it; empty when none does. */
    static Optional<String> running(Path folder) throws IOException {
        Path pidFile = folder.resolve("postgres").resolve("postmaster.pid");
        if (EmbeddedProcess.find(pidFile, folder.resolve("servers")).isEmpty()) {
            return Optional.empty();
        }
        String password = Files.readString(folder.resolve("postgres.password")).strip();
        // PostgreSQL documents the lines of this file: the fourth is the port.
        return Files.readString(pidFile).lines().skip(3).findFirst().map(port -> url(password, port.strip()));
    }

    /** Stops a server that a killed Créneau left running, and removes the trace of one that is gone. */
    private void replaceLeftover(Path ours) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        Optional<ProcessHandle> leftover = EmbeddedProcess.find(pidFile, ours);
        if (leftover.isPresent()) {
            stop(leftover.get(), 10);
        }
        // PostgreSQL would refuse to start if the number in a stale file now belonged to any other process of ours.
        Files.deleteIfExists(pidFile);
    }

    private void initialise() throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path draft = folder.path().resolve("postgres.new");
        if (Files.exists(draft)) {
            EmbeddedBinaries.delete(draft);
        }
        folder.writeSecret(password().getFileName().toString(), EmbeddedServers.newPassword());
        run(
                FIRST_TIME,
                "initdb",
                "--pgdata=" + draft,
                "--username=" + USER,
                "--pwfile=" + password(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
        // Only what was initialised to the end gets the name that is looked for.
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void startOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = EmbeddedProcess.freePort();
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (startOn(port)) {
                url = url(readPassword(), String.valueOf(port));
                createDatabase(port);
                return;
            }
            boolean portTaken = Files.exists(log) && Files.readString(log).contains("in use");
            if (!portTaken || attempt == ATTEMPTS) {
                throw SettingsException.of(
                        "dataDir",
                        "the embedded PostgreSQL does not start: " + EmbeddedProcess.complaint(log) + " (see " + log
                                + "); or set database.url to a server of your own");
            }
        }
    }

    private boolean startOn(int port) throws IOException {
        StringBuilder options = new StringBuilder("-p " + port);
        CONFIGURATION.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        return privileged(
                Duration.ofSeconds(START_SECONDS + 5),
                "pg_ctl",
                "start",
                "--pgdata=" + data,
                "--log=" + log,
                "--options=" + options,
                "--wait",
                "--timeout=" + START_SECONDS);
    }

    private void createDatabase(int port) throws IOException {
        String maintenance = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (Connection connection = DriverManager.getConnection(maintenance, USER, readPassword());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + USER + "'")) {
            if (!found.next()) {
                statement.execute("create database " + USER);
            }
        } catch (SQLException e) {
            throw SettingsException.of("dataDir", "the embedded PostgreSQL does not answer: " + e.getMessage());
        }
    }

    private Path password() {
        return folder.path().resolve("postgres.password");
    }

    private String readPassword() throws IOException {
        return Files.readString(password()).strip();
    }

    private void run(Duration patience, String program, String... arguments) throws IOException {
        if (!privileged(patience, program, arguments)) {
            throw SettingsException.of(
                    "dataDir",
                    program + " failed: " + EmbeddedProcess.complaint(commandLog) + " (see " + commandLog
                            + "); or set database.url to a server of your own");
        }
    }

    private boolean privileged(Duration patience, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(privileges.prefix());
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return EmbeddedProcess.run(command, commandLog, patience);
    }

    /** From gentle to rude; whatever it takes, what was committed is there at the next start. */
    private void stop(ProcessHandle server, int patienceSeconds) throws IOException {
        if (!stopMode("fast", patienceSeconds)
                && !stopMode("immediate", 2)
                && !EmbeddedProcess.kill(server, Duration.ofSeconds(2))) {
            throw SettingsException.of(
                    "dataDir", "the PostgreSQL left over in process " + server.pid() + " does not stop");
        }
    }

    private boolean stopMode(String mode, int seconds) throws IOException {
        return privileged(
                Duration.ofSeconds(seconds + 1L),
                "pg_ctl",
                "stop",
                "--pgdata=" + data,
                "--mode=" + mode,
                "--wait",
                "--timeout=" + seconds);
    }

    /** Stops the server within about six seconds. */
    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> server = EmbeddedProcess.find(
                data.resolve("postmaster.pid"), folder.path().resolve("servers"));
        if (server.isPresent()) {
            stop(server.get(), 2);
        }
    }
}
