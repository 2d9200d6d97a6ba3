package org.creneau.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.creneau.testkit.Until;

/**
 * A folder to start Créneau in, as somebody would on a terminal. Every port is a free one. Closing it ends what was
 * started, embedded servers included, and fails when anything was still running that a test should have ended.
 */
final class Sandbox implements AutoCloseable {

    /** The value of a variable that is not set. */
    static final String UNSET = "(unset)";

    private static final long LIMIT_SECONDS = 60;

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<ProcessHandle> started = new ArrayList<>();
    private int runs;

    /** @param folder exists and is empty */
    Sandbox(Path folder) {
        try {
            this.folder = folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with("CRENEAU_HTTP_PORT", "0").with("CRENEAU_MANAGEMENT_PORT", "0");
    }

    /** For every process from now on. */
    Sandbox with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path folder() {
        return folder;
    }

    /** Starts the service and waits until it is ready. */
    Running serve() {
        return new Running(start(Map.of())).awaitReady();
    }

    /** Runs a command to its end. */
    Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command to its end with some more variables. */
    Ended run(Map<String, String> more, String... arguments) {
        return start(more, arguments).end(LIMIT_SECONDS);
    }

    /** Starts a command with some more variables, and does not wait for anything. */
    Child start(Map<String, String> more, String... arguments) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        // To say nothing at all about a setting that every other process gets.
        all.values().removeIf(UNSET::equals);
        return startWith(all, arguments);
    }

    private Child startWith(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SharedArchiveFile=" + ClassArchive.FILE));
        command.addAll(ClassArchive.OPTIONS);
        command.addAll(List.of("-jar", ClassArchive.JAR));
        command.addAll(List.of(arguments));
        runs++;
        Path output = folder.resolve("output-" + runs);
        Path errors = folder.resolve("errors-" + runs);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CRENEAU_") || name.equals("JAVA_TOOL_OPTIONS"));
        // As in most containers: no locale.
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            started.add(process.toHandle());
            return new Child(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that run a program from below the folder: embedded servers. */
    List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(command -> Path.of(command).startsWith(folder))
                        .orElse(false))
                .toList();
    }

    /** Those of them that are no other one's child. */
    List<ProcessHandle> mainServers() {
        List<ProcessHandle> all = servers();
        return all.stream()
                .filter(process ->
                        process.parent().map(parent -> !all.contains(parent)).orElse(true))
                .toList();
    }

    /** The embedded PostgreSQL's own process, the parent of all its others. */
    ProcessHandle postgres(Path dataDir) {
        return ProcessHandle.of(Long.parseLong(postmaster(dataDir).get(0))).orElseThrow();
    }

    /** {@code postgresql://…} of the embedded database. */
    String databaseUrl(Path dataDir) {
        return "postgresql://creneau:"
                + text(dataDir.resolve("postgres.password")).strip() + "@127.0.0.1:"
                + postmaster(dataDir).get(3) + "/creneau";
    }

    private static List<String> postmaster(Path dataDir) {
        return text(dataDir.resolve("postgres").resolve("postmaster.pid"))
                .lines()
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> left = Stream.concat(started.stream(), servers().stream())
                .filter(ProcessHandle::isAlive)
                .toList();
        List<String> names = left.stream()
                .map(process -> process.pid() + " " + process.info().command().orElse("?"))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        Until.holds(() -> left.stream().noneMatch(Sandbox::runs));
        if (!left.isEmpty()) {
            throw new AssertionError("left running: " + names);
        }
    }

    /** A process that ended but was not buried by its parent yet has a number, and no program any more. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** A process that was started, with what it printed so far. */
    record Child(Process process, Path output, Path errors) {

        /** Waits for its end. */
        Ended end(long seconds) {
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running after " + seconds + " s: " + lines(errors));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return new Ended(process.exitValue(), lines(output), lines(errors));
        }

        static List<String> lines(Path file) {
            return text(file).lines().toList();
        }
    }
}
