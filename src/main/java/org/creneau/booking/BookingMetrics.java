package org.creneau.booking;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What an operator sees of the bookings. */
public final class BookingMetrics {

    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Counter seatsTaken;
    private final Counter seatsWithoutRedis;
    private final Counter full;
    private final Counter fullFromMemory;
    private final Counter conflicts;
    private final Counter slotsLoaded;
    private final Counter repairs;
    private final Counter holdsEnded;

    public BookingMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("creneau.booking.batch.size")
                .description("bookings in one statement")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.seatsTaken = Counter.builder("creneau.seats.taken")
                .description("seats leased in Redis")
                .register(registry);
        this.seatsWithoutRedis = Counter.builder("creneau.seats.without.redis")
                .description("seats chosen from PostgreSQL while Redis was away")
                .register(registry);
        this.full = Counter.builder("creneau.seats.full")
                .description("requests refused because the slot was full")
                .tag("from", "redis")
                .register(registry);
        this.fullFromMemory = Counter.builder("creneau.seats.full")
                .description("requests refused because the slot was full")
                .tag("from", "memory")
                .register(registry);
        this.conflicts = Counter.builder("creneau.booking.conflicts")
                .description("bookings that PostgreSQL did not take")
                .register(registry);
        this.slotsLoaded = Counter.builder("creneau.seats.loads")
                .description("slots loaded into Redis from PostgreSQL")
                .register(registry);
        this.holdsEnded = Counter.builder("creneau.booking.holds.ended")
                .description("seats held that were given back because their time was over")
                .register(registry);
        this.repairs = Counter.builder("creneau.seats.repairs")
                .description("differences between Redis and PostgreSQL mended by the sweeper")
                .register(registry);
    }

    /** Publishes the length of a queue of one instance. */
    void queue(String name, int instance, IntSupplier length) {
        Gauge.builder("creneau.booking.queue", length::getAsInt)
                .description("requests waiting for the next batch")
                .tag("queue", name)
                .tag("instance", Integer.toString(instance))
                .register(registry);
    }

    /** Publishes whether Redis is away. */
    void redisAway(BooleanSupplier away) {
        Gauge.builder("creneau.redis.away", () -> away.getAsBoolean() ? 1 : 0)
                .description("1 while this node works without Redis, else 0")
                .register(registry);
    }

    void batch(int size) {
        batchSize.record(size);
    }

    void seatsTaken(int count) {
        seatsTaken.increment(count);
    }

    void seatWithoutRedis() {
        seatsWithoutRedis.increment();
    }

    void full() {
        full.increment();
    }

    void fullFromMemory() {
        fullFromMemory.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void slotLoaded() {
        slotsLoaded.increment();
    }

    void holdsEnded(int count) {
        holdsEnded.increment(count);
    }

    void repaired(int count) {
        repairs.increment(count);
    }
}
