package org.creneau.loadtest.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.fault.FaultyProxy.Cut;

/** What happens to PostgreSQL. */
final class PostgresFaults {

    private static final int CUTS = 12;

    private PostgresFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.named(
                                "postgres-restarted",
                                "PostgreSQL is restarted in order",
                                ground -> ground.postgres().restart("fast"))
                        .done(),
                Fault.named(
                                "postgres-crashed",
                                "PostgreSQL crashes and recovers",
                                ground -> ground.postgres().restart("immediate"))
                        .done(),
                Fault.named(
                                "postgres-paused",
                                "SIGSTOP of all its processes for 3 s",
                                ground -> ground.postgres().pause())
                        .lasting(3000, ground -> ground.postgres().resume())
                        .alone()
                        .done(),
                Fault.named(
                                "postgres-unreachable",
                                "no connection to PostgreSQL for 3 s",
                                ground -> ground.each(node -> node.database().refuse()))
                        .lasting(
                                3000,
                                ground -> ground.each(node -> node.database().heal()))
                        .done(),
                Fault.named(
                                "postgres-unreachable-for-one",
                                "the same, on one of the nodes",
                                ground -> ground.anyNode().database().refuse())
                        .lasting(
                                3000,
                                ground -> ground.each(node -> node.database().heal()))
                        .done(),
                Fault.named(
                                "postgres-link-held",
                                "what one node and PostgreSQL say arrives 6 s late: inserts after their deadline",
                                ground -> ground.anyNode().database().hold())
                        .lasting(
                                6000,
                                ground -> ground.each(node -> node.database().heal()))
                        .done(),
                Fault.named(
                                "statements-time-out",
                                "every statement on the bookings waits for 5 s, and runs into its time-out",
                                ground -> ground.postgres().holdBookings())
                        .lasting(5000, ground -> ground.postgres().letGo())
                        .alone()
                        .done(),
                Fault.named(
                                "insert-answers-lost",
                                "the connection is cut after an insert was committed, before its answer, " + CUTS
                                        + " times on each node",
                                ground -> ground.each(node -> node.database().cutNext(CUTS, Cut.BEFORE_ANSWER)))
                        .lasting(
                                3000,
                                ground -> ground.each(node -> node.database().heal()))
                        .done(),
                Fault.named(
                                "inserts-cut",
                                "the connection is cut just when an insert was sent, " + CUTS + " times on each node",
                                ground -> ground.each(node -> node.database().cutNext(CUTS, Cut.AFTER_REQUEST)))
                        .lasting(
                                3000,
                                ground -> ground.each(node -> node.database().heal()))
                        .done(),
                Fault.named("disk-full", "the disk with PostgreSQL's data is full for 4 s", ground -> {
                            SmallDisk.fill(ground.data());
                            // A new segment of the log is where a full disk hurts most.
                            ground.postgres().tryTo("select pg_switch_wal()");
                        })
                        .lasting(4000, PostgresFaults::makeRoom)
                        .onSmallDisk()
                        .unless(SmallDisk::obstacle)
                        .done());
    }

    private static void makeRoom(Ground ground) {
        SmallDisk.free(ground.data());
        // It may be recovering by itself, or may have given up.
        if (!Blocking.until(
                System.nanoTime() + TimeUnit.SECONDS.toNanos(5),
                () -> ground.postgres().answers())) {
            ground.postgres().restart("immediate");
        }
    }
}
