package org.creneau.loadtest.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to Redis. */
final class RedisFaults {

    private static final int FLUSHES = 10;
    private static final int MILLIS_BETWEEN = 150;
    private static final int LATE_MILLIS = 500;

    private RedisFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.named(
                                "redis-flushed",
                                "FLUSHALL",
                                ground -> ground.redis().flush())
                        .done(),
                Fault.named(
                                "redis-flushed-often",
                                "FLUSHALL " + FLUSHES
                                        + " times in 1.5 s: all nodes load the same slots, again and again",
                                RedisFaults::flushOften)
                        .done(),
                Fault.named("redis-restarted-empty", "Redis is killed and started without its data", ground -> {
                            ground.redis().restartEmpty();
                            ground.followRedis();
                        })
                        .done(),
                Fault.named(
                                "redis-restarted-old",
                                "Redis is killed and started with a snapshot from a second before",
                                ground -> ground.redis().save())
                        .lasting(1000, ground -> {
                            ground.redis().restartFromSnapshot();
                            ground.followRedis();
                        })
                        .alone()
                        .done(),
                Fault.named(
                                "redis-failed-over",
                                "a replica takes over that lacks the last half second",
                                RedisFaults::failOver)
                        .between(ground -> ground.redis().addReplica(), ground -> {})
                        .done(),
                Fault.named(
                                "redis-paused",
                                "SIGSTOP for 3 s",
                                ground -> ground.redis().pause())
                        .lasting(3000, ground -> ground.redis().resume())
                        .done(),
                Fault.named(
                                "redis-unreachable",
                                "no connection to Redis for 3 s",
                                ground -> ground.each(node -> node.redis().refuse()))
                        .lasting(
                                3000, ground -> ground.each(node -> node.redis().heal()))
                        .done(),
                Fault.named(
                                "redis-unreachable-for-one",
                                "no connection to Redis for 3 s, on one of the nodes",
                                ground -> ground.anyNode().redis().refuse())
                        .lasting(
                                3000, ground -> ground.each(node -> node.redis().heal()))
                        .done(),
                Fault.named(
                                "redis-link-held",
                                "what one node and Redis say arrives 2 s late",
                                ground -> ground.anyNode().redis().hold())
                        .lasting(
                                2000, ground -> ground.each(node -> node.redis().heal()))
                        .done(),
                Fault.named(
                                "redis-sells-twice",
                                "seats of recorded bookings are set free in Redis, for 2 s",
                                SeatSaboteur::strike)
                        .alone()
                        .done());
    }

    private static void flushOften(Ground ground) {
        for (int i = 0; i < FLUSHES; i++) {
            ground.redis().flush();
            pause(MILLIS_BETWEEN / 2 + ground.random().nextInt(MILLIS_BETWEEN));
        }
    }

    private static void failOver(Ground ground) {
        ground.redis().cutReplica();
        pause(LATE_MILLIS);
        ground.redis().failOver();
        ground.followRedis();
    }

    private static void pause(int millis) {
        Blocking.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
