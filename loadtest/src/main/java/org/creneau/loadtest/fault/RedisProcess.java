package org.creneau.loadtest.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.creneau.loadtest.node.ChildProcess;
import org.creneau.loadtest.node.FreePort;

/** A Redis of this run, on a free port of the loopback interface. It reads a snapshot at its start if its folder has one. */
final class RedisProcess implements AutoCloseable {

    private static final int START_SECONDS = 10;
    private static final int ANSWER_MILLIS = 20_000;
    private static final String SNAPSHOT = "dump.rdb";

    private final Path folder;
    private final ChildProcess process;
    private final int port;

    private RedisProcess(Path folder, ChildProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder made when missing
     */
    static RedisProcess start(Path program, Path folder) {
        try {
            Files.createDirectories(folder);
            int port = FreePort.find();
            List<String> command = List.of(
                    program.toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--dir",
                    folder.toString(),
                    "--dbfilename",
                    SNAPSHOT,
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--repl-diskless-sync-delay",
                    "0");
            ChildProcess process =
                    ChildProcess.start(command, Map.of(), folder.resolve("redis.out"), folder.resolve("redis.log"));
            RedisProcess redis = new RedisProcess(folder, process, port);
            Blocking.require(START_SECONDS, "Redis answers", redis::answers);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    private boolean answers() {
        try {
            return command("PING").equals("+PONG");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Sends one command; the first line of its answer, or the text of an answer that is text. */
    String command(String words) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String first = answer.readLine();
            if (first == null) {
                throw new IOException("no answer to " + words);
            }
            if (!first.startsWith("$") || first.equals("$-1")) {
                return first;
            }
            char[] text = new char[Integer.parseInt(first.substring(1))];
            int read = 0;
            while (read < text.length) {
                int some = answer.read(text, read, text.length - read);
                if (some < 0) {
                    throw new IOException("half an answer to " + words);
                }
                read += some;
            }
            return new String(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what it has now to its snapshot, and copies that elsewhere. */
    void saveTo(Path copy) {
        String answer = command("SAVE");
        if (!answer.equals("+OK")) {
            throw new IllegalStateException("SAVE: " + answer);
        }
        try {
            Files.createDirectories(copy);
            Files.copy(folder.resolve(SNAPSHOT), copy.resolve(SNAPSHOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void pause() {
        Signals.stop(List.of(process.pid()));
    }

    void resume() {
        Signals.goOn(List.of(process.pid()));
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        resume();
        process.close();
    }

    /** For a replica: whether it has all that its primary sent. */
    boolean inSync() {
        try {
            return command("INFO replication").contains("master_link_status:up");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }
}
