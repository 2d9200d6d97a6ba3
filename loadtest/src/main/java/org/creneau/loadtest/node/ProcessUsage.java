package org.creneau.loadtest.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process of this machine. The CPU time comes from the JDK, which reads it from {@code /proc} where there is one and knows
 * the length of the kernel's tick; resident memory only from {@code /proc}.
 */
public record ProcessUsage(String name, long pid) implements UsageSource {

    private static final String RESIDENT = "VmRSS:";

    @Override
    public String memoryMeaning() {
        return "resident";
    }

    @Override
    public Optional<Usage> read() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(cpu -> new Usage(seconds(cpu), residentBytes()));
    }

    private static double seconds(Duration cpu) {
        return cpu.toNanos() / 1e9;
    }

    /** 0 where there is no {@code /proc}. */
    private long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.substring(RESIDENT.length())
                                    .replace("kB", "")
                                    .strip())
                            * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException noProc) {
            return 0;
        }
    }
}
