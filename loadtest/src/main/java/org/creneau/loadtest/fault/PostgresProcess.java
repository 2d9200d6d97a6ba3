package org.creneau.loadtest.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.creneau.config.PostgresUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The embedded PostgreSQL of a run, from outside: its processes, and a session of our own. */
final class PostgresProcess {

    private static final String PID_FILE = "postmaster.pid";

    private final Path folder;
    private final PostgresUrl url;
    private final Path programs;
    private @Nullable Connection holder;

    /**
     * Finds it.
     *
     * @param dataDir of {@link org.creneau.loadtest.node.Servers}
     * @param databaseUrl of the server itself
     */
    PostgresProcess(Path dataDir, String databaseUrl) {
        this.folder = dataDir.resolve("postgres");
        this.url = PostgresUrl.parse(databaseUrl);
        this.programs = ProcessHandle.of(postmaster())
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getParent())
                .orElseThrow(() -> new IllegalStateException("no PostgreSQL runs in " + folder));
    }

    private long postmaster() {
        try {
            return Long.parseLong(
                    Files.readAllLines(folder.resolve(PID_FILE)).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return url.port();
    }

    /** Stops all its processes; the postmaster first, so that it makes no more. */
    void pause() {
        long postmaster = postmaster();
        Signals.stop(List.of(postmaster));
        Signals.stop(all(postmaster));
    }

    /** Does nothing to one that is not paused, or has ended. */
    void resume() {
        if (Files.exists(folder.resolve(PID_FILE))) {
            Signals.goOn(all(postmaster()));
        }
    }

    private static List<Long> all(long postmaster) {
        List<Long> all = new ArrayList<>(List.of(postmaster));
        ProcessHandle.of(postmaster).ifPresent(process -> process.descendants().forEach(child -> all.add(child.pid())));
        return all;
    }

    /**
     * Restarts it, also when it has ended by itself.
     *
     * @param mode {@code fast} ends sessions in order, {@code immediate} is a crash
     */
    void restart(String mode) {
        List<String> command = new ArrayList<>();
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            command.addAll(List.of("unshare", "--user")); // as the service itself starts it
        }
        command.addAll(List.of(
                programs.resolve("pg_ctl").toString(),
                "restart",
                "--pgdata=" + folder,
                "--mode=" + mode,
                "--log=" + folder.resolveSibling("postgres-again.log"),
                "--wait",
                "--timeout=60"));
        int exitCode = Signals.run(command);
        if (exitCode != 0) {
            throw new IllegalStateException("pg_ctl restart ended with " + exitCode);
        }
    }

    /** Whether it takes sessions. */
    boolean answers() {
        try (Connection session = connect()) {
            return session.isValid(2);
        } catch (SQLException no) {
            return false;
        }
    }

    void run(String sql) {
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage() + ": " + sql, e);
        }
    }

    /** The same, where it may well fail. */
    void tryTo(String sql) {
        try {
            run(sql);
        } catch (IllegalStateException expected) {
            LoggerFactory.getLogger(PostgresProcess.class).info("{}", expected.getMessage());
        }
    }

    /** Keeps every statement on the table of bookings waiting, until {@link #letGo()}. */
    void holdBookings() {
        try {
            Connection session = connect();
            holder = session;
            session.setAutoCommit(false);
            try (Statement statement = session.createStatement()) {
                statement.execute("lock table booking in access exclusive mode");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void letGo() {
        Connection session = holder;
        holder = null;
        if (session != null) {
            try {
                session.close();
            } catch (SQLException goneAlready) {
                // then it holds nothing
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
    }
}
