package org.creneau.loadtest.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.node.TemporaryFolder;
import org.creneau.loadtest.report.Machine;

/** Starts a node in each situation, the same number of times, and ends it as soon as it is ready. Blocks. */
final class StartsRun {

    private final List<String> jvmOptions;
    private final Map<StartKind, List<Double>> seconds = new EnumMap<>(StartKind.class);

    StartsRun(List<String> jvmOptions) {
        this.jvmOptions = List.copyOf(jvmOptions);
        for (StartKind kind : StartKind.values()) {
            seconds.put(kind, new ArrayList<>());
        }
    }

    StartsResult measure(int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            try (TemporaryFolder folder = TemporaryFolder.make("creneau-starts")) {
                embedded(folder.path());
            }
            try (TemporaryFolder folder = TemporaryFolder.make("creneau-starts");
                    Servers servers = new Servers("", "", folder.path().resolve("data")).start()) {
                start(StartKind.EMPTY_DATABASE, jvmOptions, servers.environment(), folder.path());
                start(StartKind.RUNNING, jvmOptions, servers.environment(), folder.path());
            }
        }
        return new StartsResult(Machine.here(), jvmOptions, seconds);
    }

    /** Programs are unpacked into the folder for temporary files, where the next start finds them. */
    private void embedded(Path folder) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> options = new ArrayList<>(jvmOptions);
        options.add("-Djava.io.tmpdir=" + temporary);
        Map<String, String> environment =
                Map.of("CRENEAU_DATA_DIR", folder.resolve("data").toString());
        start(StartKind.FIRST_EMBEDDED, options, environment, folder);
        start(StartKind.EMBEDDED, options, environment, folder);
    }

    private void start(StartKind kind, List<String> options, Map<String, String> environment, Path folder) {
        NodeSpec spec = new NodeSpec(kind.option(), JavaCommand.serve(options), environment, folder);
        long before = System.nanoTime();
        Node node = Node.start(spec);
        long nanos = System.nanoTime() - before;
        node.close();
        Objects.requireNonNull(seconds.get(kind)).add((double) nanos / TimeUnit.SECONDS.toNanos(1));
    }
}
