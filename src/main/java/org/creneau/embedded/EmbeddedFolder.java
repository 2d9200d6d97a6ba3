package org.creneau.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.creneau.config.SettingsException;

/**
 * The data folder, held by one Créneau at a time. The operating system lets go of the lock when the process ends, however
 * it ends.
 */
final class EmbeddedFolder implements AutoCloseable {

    private static final String SETTING = "dataDir";

    /**
     * The folders that this process holds. Looked up before the lock file is opened, because closing any channel of a
     * file gives up all locks that the process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private EmbeddedFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the folder, which is made when missing. */
    static EmbeddedFolder take(Path folder) {
        Path path = made(folder);
        if (!HELD.add(path)) {
            throw inUse(path);
        }
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(path);
            }
            return new EmbeddedFolder(path, channel);
        } catch (IOException e) {
            HELD.remove(path);
            throw broken(path, e);
        } catch (SettingsException e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static Path made(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                ownerOnly(folder, "rwx------");
            }
            return folder.toRealPath();
        } catch (IOException e) {
            throw broken(folder, e);
        }
    }

    private static SettingsException inUse(Path path) {
        return SettingsException.of(
                SETTING, "another Créneau uses the data folder " + path + "; stop it or name another folder");
    }

    /** One line for whatever is wrong with the folder. */
    static SettingsException broken(Path path, IOException cause) {
        return SettingsException.of(SETTING, "the data folder " + path + " cannot be used: " + reason(cause));
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileAlreadyExistsException) {
            return "it is a file, not a folder";
        }
        if (cause instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " cannot be made";
        }
        return cause instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : cause.getClass().getSimpleName() + " " + cause.getMessage();
    }

    Path path() {
        return path;
    }

    /** Writes a file that may hold a password: nobody else may read it, not even for a moment. */
    void writeSecret(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Path draft = Files.createTempFile(path, name, ".tmp"); // made readable by its owner alone
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void ownerOnly(Path file, String permissions) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(path);
        }
    }
}
