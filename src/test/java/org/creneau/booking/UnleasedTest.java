package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.DatabaseClock;
import org.junit.jupiter.api.Test;

class UnleasedTest {

    private static final long STATEMENT_MILLIS = 2000;

    private final DatabaseClock clock = new DatabaseClock();
    private final Unleased unleased = new Unleased(clock, STATEMENT_MILLIS);
    private final UUID slot = UUID.randomUUID();
    private final Instant start = Instant.now();

    @Test
    void aSeatIsKeptUntilItIsDecided() {
        long deadline = start.plusSeconds(60).toEpochMilli();
        unleased.add(slot, 3, deadline);
        unleased.add(slot, 4, deadline);
        unleased.decided(slot, 5);
        unleased.decided(UUID.randomUUID(), 3);
        assertEquals(Set.of(3, 4), unleased.of(slot));
        unleased.decided(slot, 3);
        assertEquals(Set.of(4), unleased.of(slot));
        assertEquals(Set.of(), unleased.of(UUID.randomUUID()));
    }

    @Test
    void orUntilItsInsertCanNoLongerLand() {
        long deadline = start.plusSeconds(60).toEpochMilli();
        unleased.add(slot, 3, deadline);
        databaseShows(start.plusSeconds(61));
        assertEquals(Set.of(3), unleased.of(slot), "a statement that began in time may still be running");
        assertTrue(unleased.millisLeft(deadline) <= STATEMENT_MILLIS);
        databaseShows(start.plusSeconds(63));
        assertEquals(Set.of(), unleased.of(slot));
        assertEquals(1, unleased.millisLeft(deadline));
    }

    private void databaseShows(Instant time) {
        long now = System.nanoTime();
        clock.update(now, time, now);
    }
}
