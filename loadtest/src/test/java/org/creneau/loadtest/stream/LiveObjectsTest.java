package org.creneau.loadtest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What {@code jcmd} prints. */
class LiveObjectsTest {

    @Test
    void theHistogramEndsWithTheBytesOfAllObjects() {
        assertEquals(4567, LiveObjects.total("   1:  10  4000  [B\nTotal           123           4567\n"));
    }

    @Test
    void whatIsNoHistogramIsTold() {
        assertThrows(IllegalStateException.class, () -> LiveObjects.total("4711: no such process\n"));
    }
}
