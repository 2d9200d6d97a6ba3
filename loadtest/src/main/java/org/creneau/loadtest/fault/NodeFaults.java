package org.creneau.loadtest.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.creneau.loadtest.fault.FaultyProxy.Cut;

/** What happens to nodes, to their clients and to their clocks. */
final class NodeFaults {

    private static final Map<String, String> TINY_POOLS = Map.of(
            "CRENEAU_DATABASE_POOL_SIZE", "1",
            "CRENEAU_DATABASE_MAX_WAIT_QUEUE", "8",
            "CRENEAU_REDIS_POOL_SIZE", "2",
            "CRENEAU_REDIS_MAX_WAIT_QUEUE", "200",
            "CRENEAU_BOOKING_BATCH_SIZE", "8",
            "CRENEAU_BOOKING_MAX_QUEUE", "16");

    private static final List<Path> FAKETIME = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/faketime/libfaketime.so.1"));

    private static final int CUTS = 40;

    private NodeFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.named(
                                "node-killed",
                                "kill -9 of one of the nodes, which is started again",
                                ground -> ground.anyNode().kill())
                        .repairedBy(ground -> ground.each(NodeSeat::ensureRunning))
                        .done(),
                Fault.named(
                                "nodes-killed",
                                "kill -9 of all nodes at once, started again",
                                ground -> ground.each(NodeSeat::kill))
                        .lasting(0, ground -> ground.each(NodeSeat::ensureRunning))
                        .alone()
                        .done(),
                Fault.named(
                                "node-terminated",
                                "SIGTERM to one of the nodes, which is started again",
                                ground -> ground.anyNode().terminate())
                        .repairedBy(ground -> ground.each(NodeSeat::ensureRunning))
                        .done(),
                Fault.named(
                                "rolling-restart",
                                "one node after the other gets a SIGTERM and is started again",
                                ground -> ground.each(node -> {
                                    node.terminate();
                                    node.start();
                                }))
                        .atNobodysExpense()
                        .done(),
                Fault.named(
                                "clients-vanish",
                                CUTS + " clients go once their request is sent, and try another node",
                                ground -> ground.each(node -> node.front()
                                        .cutNext(CUTS / ground.nodes().size(), Cut.AFTER_REQUEST)))
                        .lasting(
                                2000, ground -> ground.each(node -> node.front().heal()))
                        .atNobodysExpense()
                        .done(),
                Fault.named(
                                "answers-to-clients-lost",
                                CUTS + " clients do not hear the answer, and try another node",
                                ground -> ground.each(node -> node.front()
                                        .cutNext(CUTS / ground.nodes().size(), Cut.BEFORE_ANSWER)))
                        .lasting(
                                2000, ground -> ground.each(node -> node.front().heal()))
                        .atNobodysExpense()
                        .done(),
                Fault.named("pools-exhausted", "nodes with hardly any connections, queues and batches", ground -> {})
                        .between(ground -> restartAll(ground, TINY_POOLS), ground -> restartAll(ground, Map.of()))
                        .done(),
                Fault.named(
                                "clocks-jump",
                                "one node's clock is 45 s ahead, jumps to 30 s behind, and jumps back",
                                ground -> offset(ground, "-30s"))
                        .lasting(3000, ground -> offset(ground, "+45s"))
                        .between(NodeFaults::fakeClock, NodeFaults::trueClock)
                        .unless(() -> faketime().isPresent()
                                ? Optional.empty()
                                : Optional.of("libfaketime is not installed (apt-get install libfaketime)"))
                        .done());
    }

    private static void restartAll(Ground ground, Map<String, String> environment) {
        ground.each(node -> {
            node.terminate();
            node.start(environment);
        });
    }

    private static Optional<Path> faketime() {
        return FAKETIME.stream().filter(Files::exists).findFirst();
    }

    private static void fakeClock(Ground ground) {
        offset(ground, "+45s");
        NodeSeat first = ground.nodes().get(0);
        first.terminate();
        first.start(Map.of(
                "LD_PRELOAD",
                faketime().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock(ground).toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                // Durations are not the clock's business, and a JVM's waits are right without help.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"));
    }

    private static void trueClock(Ground ground) {
        NodeSeat first = ground.nodes().get(0);
        first.terminate();
        first.start();
    }

    private static Path clock(Ground ground) {
        return ground.folder().resolve("clock");
    }

    /** Replaced in one step: the node reads the file once a second. */
    private static void offset(Ground ground, String offset) {
        Path draft = ground.folder().resolve("clock.new");
        try {
            Files.writeString(draft, offset + "\n", StandardCharsets.US_ASCII);
            Files.move(draft, clock(ground), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
