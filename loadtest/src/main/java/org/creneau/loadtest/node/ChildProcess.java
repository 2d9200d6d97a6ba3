package org.creneau.loadtest.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A process that ends with this one at the latest, also when this one is interrupted. Its environment holds no
 * {@code CRENEAU_} variable but those that it is given.
 */
public final class ChildProcess implements AutoCloseable {

    /** The service promises to be gone after ten seconds. */
    private static final Duration GENTLY = Duration.ofSeconds(12);

    private static final Duration BY_FORCE = Duration.ofSeconds(5);
    private static final int COMPLAINT_LINES = 20;

    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end children"));
        } catch (IllegalStateException endingAlready) {
            ENDING.set(true);
        }
    }

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process.
     *
     * @param output gets its standard output
     * @param log gets its standard error
     */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path output, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CRENEAU_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        try {
            ChildProcess child = new ChildProcess(builder.start(), log);
            RUNNING.add(child);
            if (ENDING.get()) {
                // Too late to be seen by the shutdown hook.
                child.close();
            }
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for it to end by itself; its exit code. One that takes too long is ended, and an exception tells so. */
    public int await(Duration patience) {
        if (!waitFor(patience)) {
            close();
            throw failed("it did not end within " + patience.toSeconds() + " s");
        }
        RUNNING.remove(this);
        return process.exitValue();
    }

    /** An exception for people: what went wrong, and what the process had to say about it. */
    public ChildFailedException failed(String what) {
        return new ChildFailedException(what + "; the end of " + log + ":\n" + complaint());
    }

    /** SIGKILL, as the operating system does when memory runs out. */
    public void kill() {
        process.destroyForcibly();
        waitFor(BY_FORCE);
        RUNNING.remove(this);
    }

    /** SIGTERM, later SIGKILL. May be called again. */
    @Override
    public void close() {
        process.destroy();
        if (!waitFor(GENTLY)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            waitFor(BY_FORCE);
        }
        RUNNING.remove(this);
    }

    private boolean waitFor(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private String complaint() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - COMPLAINT_LINES), all.size()));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    /** All at once first, so that together they take no longer than one. */
    private static void endAll() {
        ENDING.set(true);
        RUNNING.forEach(child -> child.process.destroy());
        RUNNING.forEach(ChildProcess::close);
    }
}
