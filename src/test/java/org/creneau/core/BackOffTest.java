package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(30_000, 3_600_000, 30);

    @Test
    void itDoublesUpToALimit() {
        assertEquals(30_000, backOff.millis(1));
        assertEquals(60_000, backOff.millis(2));
        assertEquals(1_920_000, backOff.millis(7));
        assertEquals(3_600_000, backOff.millis(8));
        assertEquals(3_600_000, backOff.millis(1000));
        assertEquals(Long.MAX_VALUE - 1, new BackOff(Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, 1).millis(3));
    }

    @Test
    void itEnds() {
        assertFalse(backOff.exhausted(29));
        assertTrue(backOff.exhausted(30));
    }
}
