package org.creneau.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Processes in the operating system: those that a pid file names, and commands that run for a while. */
final class EmbeddedProcess {

    private static final Pattern COMPLAINT =
            Pattern.compile("error|fatal|panic|could not|can't", Pattern.CASE_INSENSITIVE);

    private EmbeddedProcess() {}

    /**
     * The server that a pid file names, if it is alive and really ours: process ids are used again, so it counts only
     * when it runs a program from our own folder.
     *
     * @param programs the folder that our servers' programs were unpacked to
     */
    static Optional<ProcessHandle> find(Path pidFile, Path programs) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        if (!first.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(first))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .command()
                        .map(command -> Path.of(command).startsWith(programs))
                        .orElse(false));
    }

    /** Waits for a process to end; false when it did not. */
    static boolean ended(ProcessHandle process, Duration patience) {
        return ended(List.of(process), patience);
    }

    /** The last resort: kills a process and its children, and waits until they are gone. */
    static boolean kill(ProcessHandle process, Duration patience) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        return ended(all, patience);
    }

    /** Asked again and again: for processes that are not its children, the JDK's own waiting notices a second late. */
    private static boolean ended(List<ProcessHandle> processes, Duration patience) {
        Instant until = Instant.now().plus(patience);
        while (processes.stream().anyMatch(EmbeddedProcess::runs)) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }

    /** A process that ended but that its parent has not buried yet has a number, but no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /**
     * Runs a command to its end.
     *
     * @param output what it prints goes there: a pipe could be held open by a server that the command starts
     * @return whether it ended in time and well
     */
    static boolean run(List<String> command, Path output, Duration patience) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // An operator's own PGDATA, PGPORT or PGOPTIONS are not meant for the embedded server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process.toHandle(), Duration.ofSeconds(1));
        return false;
    }

    /** The line that tells what went wrong: the last one that speaks of an error, else the last one. */
    static String complaint(Path output) throws IOException {
        if (!Files.exists(output)) {
            return "no output";
        }
        List<String> lines = Files.readAllLines(output).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> COMPLAINT.matcher(line).find())
                .reduce((earlier, later) -> later)
                .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
    }

    /** A port that is free on the loopback interface just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
