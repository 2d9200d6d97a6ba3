package org.creneau.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.creneau.config.SettingsException;

/**
 * PostgreSQL refuses to run as root. In a user namespace of its own it does not see that it is root, and the files in
 * the data folder still belong to whoever started Créneau.
 *
 * @param prefix what stands before PostgreSQL's commands
 */
record EmbeddedPrivileges(List<String> prefix) {

    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    static EmbeddedPrivileges detect() throws IOException {
        if (!isRoot()) {
            return new EmbeddedPrivileges(List.of());
        }
        if (works(List.of("unshare", "--user", "true"))) {
            return new EmbeddedPrivileges(NAMESPACE);
        }
        throw SettingsException.of(
                "dataDir",
                "the embedded PostgreSQL cannot run as root here (no user namespaces: `unshare --user` fails); start "
                        + "Créneau as another user, or set database.url to a server of your own");
    }

    private static boolean isRoot() throws IOException {
        // The owner of a file that we just made is who we are, also where the JVM's user.name says otherwise.
        Path probe = Files.createTempFile("creneau", ".probe");
        try {
            return Files.getFileStore(probe).supportsFileAttributeView("unix")
                    && Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean works(List<String> command) {
        Path nowhere = Path.of("/dev/null");
        try {
            return EmbeddedProcess.run(command, nowhere, Duration.ofSeconds(5));
        } catch (IOException notThere) {
            return false;
        }
    }
}
