package org.creneau.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.creneau.config.Settings;

/** The embedded servers of a Créneau that is running, found through its data folder: for commands beside it. */
public final class RunningServers {

    private RunningServers() {}

    /** The settings with the URLs of the servers that run in the data folder, where none are configured. */
    public static Settings complete(Settings settings) {
        Path folder = Path.of(settings.dataDir());
        if (!Files.isDirectory(folder)) {
            return settings;
        }
        try {
            Path real = folder.toRealPath();
            Settings complete = settings;
            if (settings.database().url().isEmpty()) {
                complete = EmbeddedDatabase.running(real)
                        .map(complete::withDatabaseUrl)
                        .orElse(complete);
            }
            if (settings.redis().url().isEmpty()) {
                complete =
                        EmbeddedRedis.running(real).map(complete::withRedisUrl).orElse(complete);
            }
            return complete;
        } catch (IOException e) {
            throw EmbeddedFolder.broken(folder, e);
        }
    }
}
