package org.creneau.loadtest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A stream comes in whatever pieces the network makes of it. */
class EventCounterTest {

    private static final String STREAM = """
            HTTP/1.1 200 OK

            2a
            event: slots
            id: a
            data: {}

            29
            event: left
            id: b
            data: {}

            : still here

            29
            event: left
            id: c
            data: {}

            """;

    @Test
    void eachChangeCountsOnceWhereverTheStreamIsCut() {
        for (int length = 1; length <= STREAM.length(); length++) {
            EventCounter counter = new EventCounter();
            assertFalse(counter.begun());
            int changes = 0;
            for (int from = 0; from < STREAM.length(); from += length) {
                changes += counter.changes(STREAM.substring(from, Math.min(from + length, STREAM.length())));
            }
            assertEquals(2, changes, "in pieces of " + length);
            assertTrue(counter.begun());
        }
    }
}
