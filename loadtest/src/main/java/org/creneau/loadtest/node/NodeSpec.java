package org.creneau.loadtest.node;

import java.nio.file.Path;
import java.util.Map;

/**
 * A node to be started.
 *
 * @param name for logs and reports
 * @param environment its settings, {@code CRENEAU_…}; ports are added
 * @param folder exists; gets {@code <name>.log} and {@code <name>.out}
 */
public record NodeSpec(String name, JavaCommand command, Map<String, String> environment, Path folder) {

    public NodeSpec {
        environment = Map.copyOf(environment);
    }
}
