package org.creneau.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/**
 * A Redis of a test's own, which goes away and comes back as the test wants: embedded always, whatever the other tests
 * use.
 */
public final class OwnRedis implements AutoCloseable {

    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");

    private final int port = TestServers.freePort();
    private final RedisServer server;
    private long pid;
    private boolean paused;

    public OwnRedis() {
        try {
            server = RedisServer.builder()
                    .port(port)
                    .setting("save \"\"")
                    .setting("dir " + TestServers.emptyDirectory())
                    .build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    /** Ends the server, and with it what it knows. */
    public void stop() {
        server.stop();
    }

    /** Starts it again on the same port, empty. */
    public void startAgain() {
        server.start();
    }

    /** From now on it takes connections and answers nothing. */
    public void pause() {
        pid = processId();
        signal("STOP");
        paused = true;
    }

    /** It goes on where it was. */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    /** Changes a setting of the running server. */
    public void set(String name, String value) {
        ask("CONFIG SET " + name + " " + value, Pattern.compile("^\\+OK"));
    }

    private long processId() {
        return Long.parseLong(Objects.requireNonNull(ask("INFO server", PROCESS).group(1)));
    }

    /** Asks, and reads until the answer has what is expected in it. */
    private Matcher ask(String command, Pattern expected) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[8192];
            StringBuilder text = new StringBuilder();
            Matcher found = expected.matcher(text);
            while (!found.find()) {
                int read = socket.getInputStream().read(buffer);
                if (read < 0) {
                    throw new IllegalStateException("no " + expected + " in: " + text);
                }
                text.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
                found = expected.matcher(text);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (paused) {
            resume();
        }
        if (server.isActive()) {
            stop();
        }
    }
}
