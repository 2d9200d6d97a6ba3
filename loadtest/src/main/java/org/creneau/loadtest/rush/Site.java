package org.creneau.loadtest.rush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.Cleanup;
import org.creneau.loadtest.node.JavaCommand;
import org.creneau.loadtest.node.MetricsUsage;
import org.creneau.loadtest.node.Node;
import org.creneau.loadtest.node.NodeSpec;
import org.creneau.loadtest.node.ProcessUsage;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.node.TemporaryFolder;
import org.creneau.loadtest.node.UsageSource;

/** What the crowd runs against: nodes started for it, or a deployment that exists. */
interface Site extends AutoCloseable {

    List<Target> nodes();

    /** Slots and clients for a rush before the rush; empty where there is to be none. The time until they open runs. */
    Optional<Seeding> rehearsal();

    /** Slots and clients for the rush; makes them where nobody has. The time until the slots open runs. */
    Seeding seed();

    /** Empty when it is not known, and nothing can be checked. */
    String databaseUrl();

    List<UsageSource> usageSources();

    @Override
    void close();

    /** Starts servers and nodes; throws for people when that is impossible. */
    static Site start(RushOptions options) {
        return new Own(options);
    }

    /** A deployment that somebody else runs. */
    record Given(List<Target> nodes, Seeding seed, String databaseUrl, List<String> managementUrls) implements Site {

        @Override
        public Optional<Seeding> rehearsal() {
            return Optional.empty();
        }

        @Override
        public List<UsageSource> usageSources() {
            List<UsageSource> sources = new ArrayList<>();
            for (String url : managementUrls) {
                sources.add(new MetricsUsage("node at " + url, url));
            }
            return sources;
        }

        @Override
        public void close() {
            // not ours
        }
    }

    /** Servers and nodes of this run only, in a folder that goes with it. */
    final class Own implements Site {

        private static final int REHEARSAL_OPENS_IN_SECONDS = 4;

        private final RushOptions options;
        private final Path folder;
        private final Cleanup cleanup = new Cleanup();
        private final Servers servers;
        private final List<Node> nodes = new ArrayList<>();

        private Own(RushOptions options) {
            this.options = options;
            try {
                TemporaryFolder temporary = TemporaryFolder.make("creneau-rush");
                cleanup.add(temporary);
                folder = temporary.path();
                servers = new Servers(options.databaseUrl(), options.redisUrl(), folder.resolve("data"));
                cleanup.add(servers);
                servers.start();
                for (int i = 1; i <= options.nodes(); i++) {
                    JavaCommand serve = JavaCommand.serve(options.nodeJvmOptions());
                    Node node = Node.start(new NodeSpec("node" + i, serve, servers.environment(), folder));
                    cleanup.add(node);
                    nodes.add(node);
                }
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public List<Target> nodes() {
            return nodes.stream().map(Node::target).toList();
        }

        @Override
        public Optional<Seeding> rehearsal() {
            return options.rehearsal() == 0
                    ? Optional.empty()
                    : Optional.of(seed("rehearsal", options.rehearsal(), REHEARSAL_OPENS_IN_SECONDS));
        }

        @Override
        public Seeding seed() {
            return seed(
                    "rush", options.crowd().clients() + options.insiders().partnerClients(), options.opensInSeconds());
        }

        private Seeding seed(String name, int clients, int opensInSeconds) {
            try {
                return Seeding.run(
                        servers,
                        clients,
                        options.slots(),
                        options.capacity(),
                        opensInSeconds,
                        Files.createDirectory(folder.resolve(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String databaseUrl() {
            return servers.databaseUrl();
        }

        @Override
        public List<UsageSource> usageSources() {
            List<UsageSource> sources = new ArrayList<>();
            nodes.forEach(node -> sources.add(new ProcessUsage(node.name(), node.pid())));
            sources.addAll(servers.usageSources());
            return sources;
        }

        @Override
        public void close() {
            cleanup.close();
        }
    }
}
