package org.creneau.loadtest.fault;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.loadtest.client.Target;
import org.creneau.loadtest.node.Cleanup;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.node.Servers;
import org.creneau.loadtest.node.TemporaryFolder;

/** What can be broken: a PostgreSQL (with fsync), a Redis, nodes, and proxies between all of them. Blocks. */
final class Ground implements AutoCloseable {

    private final Path folder;
    private final Cleanup cleanup = new Cleanup();
    private final Servers servers;
    private final PostgresProcess postgres;
    private final RedisStage redis;
    private final List<NodeSeat> nodes = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom();
    private List<UUID> slots = List.of();
    private int seedings;

    private Ground(GroundOptions options) {
        try {
            TemporaryFolder temporary = TemporaryFolder.make("creneau-faults");
            folder = temporary.path();
            if (!options.keep()) {
                cleanup.add(temporary);
            }
            Path data = Files.createDirectory(folder.resolve("data"));
            if (options.diskMiB() > 0) {
                SmallDisk disk = SmallDisk.mount(data, options.diskMiB());
                cleanup.add(disk);
            }
            servers = new Servers("", "", data);
            cleanup.add(servers);
            servers.start();
            postgres = new PostgresProcess(data, servers.databaseUrl());
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            cleanup.add(() -> Blocking.await(vertx.close()));
            redis = new RedisStage(vertx, RedisStage.program(data), Files.createDirectory(folder.resolve("redis")));
            cleanup.add(redis);
            for (int i = 1; i <= options.nodes(); i++) {
                NodeSeat node = new NodeSeat(
                        vertx,
                        "node" + i,
                        options.jvmOptions(),
                        servers.databaseUrl(),
                        postgres.port(),
                        redis.port(),
                        folder);
                cleanup.add(node);
                nodes.add(node);
                node.start();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything, in a folder that goes with it. */
    static Ground start(GroundOptions options) {
        return new Ground(options);
    }

    /** Of choices that a fault leaves open, such as which node; the same seed makes the same ones. */
    SplittableRandom random() {
        return random;
    }

    void random(SplittableRandom seeded) {
        random = seeded;
    }

    List<NodeSeat> nodes() {
        return nodes;
    }

    NodeSeat anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    void each(Consumer<NodeSeat> action) {
        nodes.forEach(action);
    }

    PostgresProcess postgres() {
        return postgres;
    }

    RedisStage redis() {
        return redis;
    }

    /** Sends all nodes to the Redis that counts now. */
    void followRedis() {
        each(node -> {
            node.redis().to(redis.port());
            node.redis().drop();
        });
    }

    /** The nodes, as clients reach them. */
    List<Target> targets() {
        return nodes.stream().map(NodeSeat::target).toList();
    }

    /** Of the server itself, past the proxies. */
    String databaseUrl() {
        return servers.databaseUrl();
    }

    /** Where the servers' data are. */
    Path data() {
        return folder.resolve("data");
    }

    Path folder() {
        return folder;
    }

    /** New slots and clients. */
    Seeding seed(int clients, int slotCount, int capacity, int opensInSeconds) {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.put("CRENEAU_REDIS_URL", "redis://127.0.0.1:" + redis.port());
        try {
            Path files = Files.createDirectory(folder.resolve("seeding" + seedings++));
            Seeding seeding = Seeding.run(environment, clients, slotCount, capacity, opensInSeconds, files);
            slots = seeding.slots();
            return seeding;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The slots that were seeded last. */
    List<UUID> slots() {
        return slots;
    }

    /** Whatever is broken works again afterwards. */
    void heal() {
        postgres.letGo();
        postgres.resume(); // one that is paused would keep whoever asks whether it answers
        if (!postgres.answers()) {
            postgres.restart("immediate");
        }
        redis.heal();
        each(NodeSeat::heal);
        each(NodeSeat::ensureRunning);
    }

    @Override
    public void close() {
        cleanup.close();
    }
}
