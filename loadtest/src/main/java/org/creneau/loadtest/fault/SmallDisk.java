package org.creneau.loadtest.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk in memory that can be filled up. Needs root. */
final class SmallDisk implements AutoCloseable {

    private static final String FILLING = "filling";
    private static final int CHUNK = 64 << 10;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Why there can be none here; empty when there can. */
    static Optional<String> obstacle() {
        try {
            Path probe = Files.createTempDirectory("creneau-disk");
            try {
                if (Signals.run(mountCommand(probe, 1)) != 0) {
                    return Optional.of("a tmpfs cannot be mounted here (it takes root)");
                }
                Signals.run(List.of("umount", probe.toString()));
                return Optional.empty();
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("a tmpfs cannot be mounted here: " + e.getMessage());
        }
    }

    static SmallDisk mount(Path folder, int sizeMiB) {
        if (Signals.run(mountCommand(folder, sizeMiB)) != 0) {
            throw new IllegalStateException("mount failed: " + folder);
        }
        return new SmallDisk(folder);
    }

    private static List<String> mountCommand(Path folder, int sizeMiB) {
        return List.of("mount", "-t", "tmpfs", "-o", "size=" + sizeMiB + "m", "creneau-faults", folder.toString());
    }

    /** Leaves no byte free on the disk that a folder is on. */
    static void fill(Path folder) {
        try (OutputStream file = Files.newOutputStream(folder.resolve(FILLING))) {
            byte[] chunk = new byte[CHUNK];
            for (int size = CHUNK; size > 0; size /= 2) {
                write(file, chunk, size);
            }
        } catch (IOException full) {
            // so it is
        }
    }

    private static void write(OutputStream file, byte[] chunk, int size) {
        try {
            while (true) {
                file.write(chunk, 0, size);
            }
        } catch (IOException full) {
            // a smaller piece may still fit
        }
    }

    static void free(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILLING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (Signals.run(List.of("umount", folder.toString())) != 0) {
            // A process that is just ending may still have a file there.
            Signals.run(List.of("umount", "--lazy", folder.toString()));
        }
    }
}
