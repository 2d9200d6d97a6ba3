package org.creneau.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A step of the build: writes down the checksums of the migrations, for {@code ops.SchemaHistory}. A node would have to look for
 * them in the jar at each start.
 */
public final class MigrationsBuild {

    private MigrationsBuild() {}

    /** @param args the folder of the migrations, and the file that is to be written */
    public static void main(String[] args) throws IOException {
        Map<Integer, Integer> checksums = new TreeMap<>();
        try (DirectoryStream<Path> migrations = Files.newDirectoryStream(Path.of(args[0]), "V*__*.sql")) {
            for (Path migration : migrations) {
                String name = migration.getFileName().toString();
                Integer version = Integer.valueOf(name.substring(1, name.indexOf("__")));
                if (checksums.put(version, checksum(migration)) != null) {
                    // One of them may be left from before it was renamed.
                    throw new IllegalStateException("two migrations of version " + version + ": try `mvn clean`");
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        checksums.forEach((version, checksum) ->
                lines.append(version).append('=').append(checksum).append('\n'));
        Files.writeString(Path.of(args[1]), lines);
    }

    /** As Flyway has it: of the lines, without what ends them. */
    private static int checksum(Path migration) throws IOException {
        CRC32 crc = new CRC32();
        try (BufferedReader lines = Files.newBufferedReader(migration)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return (int) crc.getValue();
    }
}
