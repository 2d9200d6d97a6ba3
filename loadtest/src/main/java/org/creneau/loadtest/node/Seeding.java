package org.creneau.loadtest.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Test slots and clients, made by the service's own {@code seed} command.
 *
 * @param slots the new slots' ids, in order of their start
 * @param tokens the file with one access token a line
 */
public record Seeding(List<UUID> slots, Path tokens) {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    public Seeding {
        slots = List.copyOf(slots);
    }

    /**
     * Seeds the database of running nodes.
     *
     * @param opensInSeconds from when the slots are written, which is the last thing done
     * @param folder exists; gets the files
     */
    public static Seeding run(Servers servers, int clients, int slots, int capacity, int opensInSeconds, Path folder) {
        return run(servers.environment(), clients, slots, capacity, opensInSeconds, folder);
    }

    /**
     * The same where the nodes' environment is known.
     *
     * @param environment the settings of the nodes, {@code CRENEAU_…}
     */
    public static Seeding run(
            Map<String, String> environment, int clients, int slots, int capacity, int opensInSeconds, Path folder) {
        Path tokens = folder.resolve("tokens");
        Path output = folder.resolve("slots");
        JavaCommand command = new JavaCommand(
                // With the JVM's best compiler: a signature for each client is what takes the time.
                List.of("-XX:+UseSerialGC"),
                JavaCommand.CRENEAU,
                List.of(
                        "seed",
                        "--clients=" + clients,
                        "--slots=" + slots,
                        "--capacity=" + capacity,
                        "--opens-in=" + opensInSeconds,
                        "--tokens=" + tokens));
        ChildProcess process = ChildProcess.start(command.line(), environment, output, folder.resolve("seed.log"));
        int exitCode = process.await(PATIENCE);
        if (exitCode != 0) {
            throw process.failed("seeding failed with exit code " + exitCode);
        }
        return new Seeding(slotIds(output), tokens);
    }

    /** Reads a file with one slot id a line. */
    public static List<UUID> slotIds(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(UUID::fromString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
