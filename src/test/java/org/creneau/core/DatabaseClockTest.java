package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private final DatabaseClock clock = new DatabaseClock();

    @Test
    void nothingIsCertainBeforeTheFirstReading() {
        assertEquals(Duration.ofDays(1), clock.uncertainty());
    }

    @Test
    void itGoesOnFromTheReadingWhateverThisMachinesClockShows() {
        Instant database = Instant.parse("2031-05-06T07:08:09Z");
        long answered = System.nanoTime();
        clock.update(answered - 10_000_000, database, answered);

        Instant shown = clock.now();
        Duration most = Duration.ofNanos(System.nanoTime() - answered).plusMillis(5);
        Duration since = Duration.between(database, shown);
        assertTrue(since.compareTo(Duration.ofMillis(5)) >= 0 && since.compareTo(most) <= 0, since.toString());
        assertEquals(Duration.ofMillis(25), clock.uncertainty());
    }
}
