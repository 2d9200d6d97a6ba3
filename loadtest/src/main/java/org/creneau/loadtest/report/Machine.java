package org.creneau.loadtest.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a measurement was made. Figures without it mean nothing.
 *
 * @param cpu empty when it is not known, as for {@code memoryMiB} 0 and for {@code commit}
 * @param commit of the working copy in which the load test runs; {@code +} when it was changed since
 */
public record Machine(int cores, String cpu, long memoryMiB, String os, String jdk, String commit) {

    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                readCpu(),
                readMemoryMiB(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                readCommit());
    }

    private static String readCpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException notThisKindOfSystem) {
            return "";
        }
    }

    private static long readMemoryMiB() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() >> 20
                : 0;
    }

    private static String readCommit() {
        String head = git("rev-parse", "--short=12", "HEAD");
        return head.isEmpty() || git("status", "--porcelain").isEmpty() ? head : head + "+";
    }

    /** What git prints; empty without git or outside of a working copy. */
    private static String git(String... arguments) {
        try {
            String[] command =
                    Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? output : "";
        } catch (IOException noGit) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
