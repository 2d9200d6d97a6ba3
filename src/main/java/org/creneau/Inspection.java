package org.creneau;

import org.creneau.config.Settings;
import org.creneau.embedded.RunningServers;

/** A command that looks at a running system: the one of the URLs, or the one whose servers run in the data folder. */
abstract class Inspection extends SettingsCommand {

    static Settings withDatabase(Settings loaded) {
        Settings found = RunningServers.complete(loaded);
        require("database.url", found.database().url(), unless(loaded));
        return found;
    }

    static Settings withServers(Settings loaded) {
        Settings found = withDatabase(loaded);
        require("redis.url", found.redis().url(), unless(loaded));
        return found;
    }

    private static String unless(Settings loaded) {
        return ", unless a Créneau with a server of its own runs in " + loaded.dataDir();
    }
}
