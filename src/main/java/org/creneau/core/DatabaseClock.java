package org.creneau.core;

import java.time.Duration;
import java.time.Instant;

/**
 * What this node believes PostgreSQL's clock shows. Slots open by PostgreSQL's clock alone; this estimate only saves
 * asking, so whoever uses it to refuse somebody must leave {@link #uncertainty()} as a margin.
 *
 * <p>One per node; whoever queries {@code clock_timestamp()} regularly feeds it.
 */
public final class DatabaseClock {

    private record Reading(Duration offset, Duration uncertainty) {}

    /** Until the first reading nothing is known: an uncertainty that long refuses nobody. */
    private volatile Reading reading = new Reading(Duration.ZERO, Duration.ofDays(1));

    /**
     * Takes a reading.
     *
     * @param asked when the query was sent, by this node's clock
     * @param databaseTime what the database answered
     * @param answered when the answer came, by this node's clock
     */
    public void update(Instant asked, Instant databaseTime, Instant answered) {
        Duration half = Duration.between(asked, answered).dividedBy(2);
        Duration offset = Duration.between(asked.plus(half), databaseTime);
        // The margin on top covers drift until the next reading.
        reading = new Reading(offset, half.abs().plusMillis(20));
    }

    public Instant now() {
        return Instant.now().plus(reading.offset());
    }

    public Duration uncertainty() {
        return reading.uncertainty();
    }
}
