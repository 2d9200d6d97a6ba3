package org.creneau.ops;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** A file with one token a line, which nobody but its owner may read. Blocks. */
final class SeedTokenFile {

    /** Tokens in memory at a time. */
    private static final int CHUNK = 10_000;

    private SeedTokenFile() {}

    static void write(Path file, List<UUID> clients, Function<List<UUID>, List<String>> tokens) throws IOException {
        // Made anew: permissions are set while nothing is in it.
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly());
        try (BufferedWriter lines = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int from = 0; from < clients.size(); from += CHUNK) {
                List<UUID> chunk = clients.subList(from, Math.min(from + CHUNK, clients.size()));
                List<String> made = tokens.apply(chunk);
                if (made.size() != chunk.size()) {
                    throw new IllegalStateException(made.size() + " tokens for " + chunk.size() + " clients");
                }
                for (String token : made) {
                    lines.write(token);
                    lines.write('\n');
                }
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
