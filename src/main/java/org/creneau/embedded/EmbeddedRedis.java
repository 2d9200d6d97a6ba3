package org.creneau.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.creneau.config.SettingsException;

/**
 * A real Redis that keeps nothing on disk: all that it holds is rebuilt from PostgreSQL, and a snapshot from the past
 * would be worse than none. It listens on the loopback interface only and asks for a password.
 */
final class EmbeddedRedis implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final Duration START = Duration.ofSeconds(5);

    private final EmbeddedFolder folder;
    private final Path programs;
    private final Path program;
    private final Path home;
    private String url = "";

    private EmbeddedRedis(EmbeddedFolder folder, EmbeddedBinaries binaries) throws IOException {
        this.folder = folder;
        this.programs = binaries.folder();
        this.program = binaries.redis();
        this.home = Files.createDirectories(folder.path().resolve("redis"));
    }

    static EmbeddedRedis start(EmbeddedFolder folder, EmbeddedBinaries binaries) throws IOException {
        EmbeddedRedis redis = new EmbeddedRedis(folder, binaries);
        redis.close(); // one that a killed Créneau left running
        Files.deleteIfExists(redis.log());
        for (int attempt = 1; !redis.startOn(EmbeddedProcess.freePort()); attempt++) {
            redis.close();
            if (attempt == ATTEMPTS) {
                throw SettingsException.of(
                        "dataDir",
                        "the embedded Redis does not start: " + EmbeddedProcess.complaint(redis.log()) + " (see "
                                + redis.log() + "); or set redis.url to a server of your own");
            }
        }
        return redis;
    }

    /** {@code redis://…}, with its password. */
    String url() {
        return url;
    }

    private boolean startOn(int port) throws IOException {
        String password = EmbeddedServers.newPassword();
        String configuration = """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir %s
                pidfile %s
                logfile %s
                save ""
                appendonly no
                maxmemory-policy noeviction
                # In a session of its own, so that Ctrl-C ends Créneau first and Créneau ends it.
                daemonize yes
                """.formatted(port, password, quoted(home), quoted(pidFile()), quoted(log()));
        folder.writeSecret("redis.conf", configuration);
        boolean forked = EmbeddedProcess.run(
                List.of(program.toString(), folder.path().resolve("redis.conf").toString()), log(), START);
        url = url(password, String.valueOf(port));
        return forked && answers(port, password, Instant.now().plus(START));
    }

    private static String url(String password, String port) {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** The URL of the server that runs in a data folder, whoever started it; empty when none does. */
    static Optional<String> running(Path folder) throws IOException {
        Path pidFile = folder.resolve("redis").resolve("redis.pid");
        if (EmbeddedProcess.find(pidFile, folder.resolve("servers")).isEmpty()) {
            return Optional.empty();
        }
        String configuration = Files.readString(folder.resolve("redis.conf"));
        return Optional.of(url(value(configuration, "requirepass"), value(configuration, "port")));
    }

    private static String value(String configuration, String name) {
        return configuration
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Whether our own server, the one that knows the password, answers in time. */
    private static boolean answers(int port, String password, Instant until) {
        while (Instant.now().isBefore(until)) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                socket.setSoTimeout(500);
                socket.getOutputStream()
                        .write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        return false;
    }

    private Path pidFile() {
        return home.resolve("redis.pid");
    }

    private Path log() {
        return home.resolve("redis.log");
    }

    /** Stops the server within about four seconds. */
    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> server = EmbeddedProcess.find(pidFile(), programs);
        if (server.isPresent()) {
            ProcessHandle process = server.get();
            process.destroy();
            if (!EmbeddedProcess.ended(process, Duration.ofSeconds(2))
                    && !EmbeddedProcess.kill(process, Duration.ofSeconds(2))) {
                throw SettingsException.of(
                        "dataDir", "the Redis left over in process " + process.pid() + " does not stop");
            }
        }
        Files.deleteIfExists(pidFile());
    }
}
