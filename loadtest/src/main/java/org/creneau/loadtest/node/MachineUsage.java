package org.creneau.loadtest.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that runs on this machine, as the kernel counts it: what the others take from a measurement. Linux only. */
public final class MachineUsage implements UsageSource {

    /** In {@code /proc/stat}: 100 a second on every architecture that Créneau runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISK = 5;
    private static final int STEAL = 8;

    @Override
    public String name() {
        return "whole machine";
    }

    @Override
    public String memoryMeaning() {
        return "not measured";
    }

    @Override
    public Optional<Usage> read() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.findFirst().map(MachineUsage::parse);
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** {@code cpu user nice system idle iowait irq softirq steal guest guest_nice}; guests are in user time already. */
    static Usage parse(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        long busy = 0;
        for (int i = 1; i < fields.length && i <= STEAL; i++) {
            if (i != IDLE && i != WAITING_FOR_DISK) {
                busy += Long.parseLong(fields[i]);
            }
        }
        return new Usage(busy / TICKS_PER_SECOND, 0);
    }
}
