package org.creneau.loadtest.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals that Java cannot send. */
final class Signals {

    private Signals() {}

    /** SIGSTOP: a process that has been given no more time. */
    static void stop(List<Long> processes) {
        send("-STOP", processes);
    }

    /** SIGCONT. */
    static void goOn(List<Long> processes) {
        send("-CONT", processes);
    }

    /** Processes that are gone meanwhile do not matter. */
    private static void send(String signal, List<Long> processes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(pid -> command.add(String.valueOf(pid)));
        run(command);
    }

    /** Runs a command of the system to its end; its exit code. */
    static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
