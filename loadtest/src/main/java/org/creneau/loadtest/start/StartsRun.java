package org.creneau.loadtest.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.node.Cleanup;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.node.TemporaryFolder;
import org.creneau.loadtest.report.Machine;

/** Starts a node in each situation, the same number of times, and ends it as soon as it is ready. Blocks. */
final class StartsRun {

    private final JavaCommand serve;
    private final Map<StartKind, List<Double>> seconds = new EnumMap<>(StartKind.class);

    StartsRun(List<String> jvmOptions) {
        this.serve = JavaCommand.serve(jvmOptions);
        for (StartKind kind : StartKind.values()) {
            seconds.put(kind, new ArrayList<>());
        }
    }

    StartsResult measure(int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            try (Cleanup cleanup = new Cleanup()) {
                Path folder = folder(cleanup);
                Map<String, String> environment =
                        Map.of("CRENEAU_DATA_DIR", folder.resolve("data").toString());
                start(StartKind.EMBEDDED_FIRST, environment, folder, cleanup);
                start(StartKind.EMBEDDED_AGAIN, environment, folder, cleanup);
            }
            try (Cleanup cleanup = new Cleanup()) {
                Path folder = folder(cleanup);
                Servers servers = new Servers("", "", folder.resolve("data"));
                cleanup.add(servers);
                servers.start();
                start(StartKind.EMPTY_DATABASE, servers.environment(), folder, cleanup);
                start(StartKind.RUNNING_SERVERS, servers.environment(), folder, cleanup);
            }
        }
        return new StartsResult(Machine.here(), serve.jvmOptions(), seconds);
    }

    private static Path folder(Cleanup cleanup) throws IOException {
        TemporaryFolder folder = TemporaryFolder.make("creneau-starts");
        cleanup.add(folder);
        return folder.path();
    }

    private void start(StartKind kind, Map<String, String> environment, Path folder, Cleanup cleanup) {
        NodeSpec spec = new NodeSpec(kind.label(), serve, environment, folder);
        long before = System.nanoTime();
        Node node = Node.start(spec);
        long nanos = System.nanoTime() - before;
        cleanup.add(node);
        node.close();
        Objects.requireNonNull(seconds.get(kind)).add((double) nanos / TimeUnit.SECONDS.toNanos(1));
    }
}
