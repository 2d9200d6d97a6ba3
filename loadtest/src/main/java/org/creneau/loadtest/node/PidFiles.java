package org.creneau.loadtest.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the embedded servers' processes by the files in which they leave their numbers. */
final class PidFiles {

    private PidFiles() {}

    /** The embedded servers of a data folder that are running. */
    static List<UsageSource> sources(Path dataDir) {
        List<UsageSource> sources = new ArrayList<>();
        pid(dataDir.resolve("postgres").resolve("postmaster.pid"))
                .ifPresent(pid -> sources.add(new Tree("PostgreSQL", pid)));
        pid(dataDir.resolve("redis").resolve("redis.pid"))
                .ifPresent(pid -> sources.add(new ProcessUsage("Redis", pid)));
        return sources;
    }

    private static Optional<Long> pid(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).map(Long::parseLong);
        } catch (IOException notRunning) {
            return Optional.empty();
        }
    }

    /**
     * A process with all that it started. Its memory is not told: PostgreSQL's processes share most of theirs, and a sum would
     * count it many times.
     */
    private record Tree(String name, long pid) implements UsageSource {

        @Override
        public String memoryMeaning() {
            return "not measured";
        }

        @Override
        public Optional<Usage> read() {
            return ProcessHandle.of(pid)
                    .map(root -> Stream.concat(Stream.of(root), root.descendants())
                            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                            .mapToDouble(cpu -> cpu.toNanos() / 1e9)
                            .sum())
                    .map(cpu -> new Usage(cpu, 0));
        }
    }
}
