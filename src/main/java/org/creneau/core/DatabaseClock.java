package org.creneau.core;

import java.time.Duration;
import java.time.Instant;

/**
 * What this node believes PostgreSQL's clock shows. Slots open by PostgreSQL's clock alone; this estimate only saves
 * asking, so whoever uses it to refuse somebody must leave {@link #uncertainty()} as a margin.
 *
 * <p>It goes on by the JVM's own stopwatch, so this machine's clock may be wrong or jump.
 *
 * <p>One per node; whoever queries {@code clock_timestamp()} regularly feeds it.
 */
public final class DatabaseClock {

    /** @param atNanos on the JVM's stopwatch, when the database's clock showed {@code time} */
    private record Reading(Instant time, long atNanos, Duration uncertainty) {}

    /** Until the first reading nothing is known but this machine's clock: an uncertainty that long refuses nobody. */
    private volatile Reading reading = new Reading(Instant.now(), System.nanoTime(), Duration.ofDays(1));

    /**
     * Takes a reading.
     *
     * @param askedNanos when the query was sent, by {@link System#nanoTime}
     * @param databaseTime what the database answered
     * @param answeredNanos when the answer came, by {@link System#nanoTime}
     */
    public void update(long askedNanos, Instant databaseTime, long answeredNanos) {
        long half = (answeredNanos - askedNanos) / 2;
        // The margin on top covers drift until the next reading.
        reading = new Reading(
                databaseTime, askedNanos + half, Duration.ofNanos(half).plusMillis(20));
    }

    public Instant now() {
        Reading last = reading;
        return last.time().plusNanos(System.nanoTime() - last.atNanos());
    }

    public Duration uncertainty() {
        return reading.uncertainty();
    }
}
