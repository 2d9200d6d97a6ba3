package org.creneau.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import redis.embedded.RedisExecProvider;

/**
 * The servers' programs, unpacked from the jar into the data folder, once per version. They stay there, so a server
 * left over from a killed process is known by the program that it runs.
 *
 * <p>From the two embedding libraries only the programs are used. Their process handling is made for tests: it turns
 * fsync off, and its shutdown hooks would stop the servers while the last requests are still being answered.
 */
final class EmbeddedBinaries {

    private final Path folder;

    EmbeddedBinaries(EmbeddedFolder data) {
        this.folder = data.path().resolve("servers");
    }

    /** Where everything that can be one of our servers lies. */
    Path folder() {
        return folder;
    }

    /** The folder with {@code initdb}, {@code pg_ctl} and {@code postgres}. */
    Path postgres() throws IOException {
        byte[] archive;
        try (InputStream resource = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
            archive = resource.readAllBytes();
        }
        Path home = folder.resolve("postgres-" + digest(archive));
        if (!Files.exists(home)) {
            Path draft = Files.createTempDirectory(Files.createDirectories(folder), "unpacking");
            try (InputStream xz = new XZInputStream(new ByteArrayInputStream(archive));
                    TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
                unpack(tar, draft);
            }
            // Only what was unpacked to the end gets the name that is looked for.
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return home.resolve("bin");
    }

    /** The program {@code redis-server}. */
    Path redis() throws IOException {
        Path program = folder.resolve("redis-" + RedisExecProvider.redisVersion).resolve("redis-server");
        if (!Files.exists(program)) {
            Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
            Path draft = Files.createDirectories(program.getParent()).resolve("unpacking");
            Files.copy(unpacked, draft, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
        }
        return program;
    }

    /** Removes what an unpacking that was cut short left behind. Safe because the data folder is ours alone. */
    void tidy() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path draft : entries.filter(
                            entry -> entry.getFileName().toString().startsWith("unpacking"))
                    .toList()) {
                delete(draft);
            }
        }
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("archive entry outside its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Path parent = Files.createDirectories(Objects.requireNonNull(file.getParent()));
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(file, target.resolve(entry.getLinkName()).normalize());
            } else {
                Files.copy(tar, file);
                if (parent.endsWith("bin")) {
                    Files.setPosixFilePermissions(
                            file,
                            Set.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE));
                }
            }
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "Darwin" : name.startsWith("linux") ? "Linux" : name;
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
