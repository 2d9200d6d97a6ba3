package org.creneau.embedded;

import java.util.Map;
import org.creneau.config.Settings;
import org.creneau.config.SettingsLoader;

/** A process that starts embedded servers in the folder it is given, says where they are, and waits to be killed. */
final class EmbeddedChild {

    private EmbeddedChild() {}

    public static void main(String[] args) throws Exception {
        Settings settings = EmbeddedServers.start(SettingsLoader.defaults(Map.of("dataDir", args[0])))
                .settings();
        System.out.println(settings.database().url());
        System.out.println(settings.redis().url());
        int end = System.in.read(); // nothing comes; this only waits
        System.exit(end);
    }
}
