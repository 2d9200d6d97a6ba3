package org.creneau.loadtest.rush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final int CLIENTS = 100_000;
    private static final double SECOND = 1e9;

    private final long[] offsets = offsets(7);

    @Test
    void theSameSeedIsTheSameCrowd() {
        assertArrayEquals(offsets, offsets(7));
        assertFalse(Arrays.equals(offsets, offsets(8)));
    }

    @Test
    void everybodyComesBetweenTheFirstAndTheLastMinute() {
        assertEquals(CLIENTS, offsets.length);
        assertTrue(offsets[0] >= -5 * SECOND && offsets[0] < -4.9 * SECOND);
        assertTrue(offsets[CLIENTS - 1] <= 60 * SECOND && offsets[CLIENTS - 1] > 59 * SECOND);
        for (int i = 1; i < CLIENTS; i++) {
            assertTrue(offsets[i - 1] <= offsets[i], "out of order at " + i);
        }
    }

    @Test
    void theSharesAreThoseAskedFor() {
        assertEquals(0.2, share(-5, 0), 0.01);
        // Of the others: 60 % exponentially with mean 5 s, 40 % evenly over 60 s.
        assertEquals(0.8 * (0.6 * (1 - Math.exp(-1)) + 0.4 * 5 / 60), share(0, 5), 0.01);
        assertEquals(0.8 * (0.6 * Math.exp(-6) + 0.4 * 30 / 60), share(30, 60), 0.01);
    }

    private double share(double fromSeconds, double toSeconds) {
        return Arrays.stream(offsets)
                        .filter(offset -> offset >= fromSeconds * SECOND && offset < toSeconds * SECOND)
                        .count()
                / (double) CLIENTS;
    }

    private static long[] offsets(long seed) {
        Arrivals arrivals = Arrivals.of(Crowds.of(CLIENTS, seed));
        return IntStream.range(0, arrivals.clients()).mapToLong(arrivals::nanos).toArray();
    }
}
