package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotCursorTest {

    @Test
    void readsWhatItWrote() {
        for (String start :
                new String[] {"2026-11-23T14:00:00Z", "2026-11-23T14:00:00.123456Z", "1969-12-31T23:59:59Z"}) {
            SlotPosition position = new SlotPosition(Instant.parse(start), Ids.next());
            String cursor = SlotCursor.write(position);
            assertTrue(cursor.matches("[A-Za-z0-9_-]{32}"), cursor);
            assertEquals(Optional.of(position), SlotCursor.read(cursor));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+/",
                "éééééééééééééééééééééééééééééééé"
            })
    void refusesWhatItDidNotWrite(String cursor) {
        assertEquals(Optional.empty(), SlotCursor.read(cursor));
    }

    @Test
    void takesTheEndsOfTime() {
        // Anybody can make these; they must do no harm.
        assertTrue(SlotCursor.read("_".repeat(32)).isPresent());
        assertTrue(SlotCursor.read("f" + "_".repeat(31)).isPresent());
        assertTrue(SlotCursor.read("g" + "A".repeat(31)).isPresent());
    }

    @Test
    void idsOfOneInstantAreInTheOrderOfTheirText() {
        Instant start = Instant.EPOCH;
        SlotPosition low = new SlotPosition(start, UUID.fromString("00000000-0000-7000-8000-000000000000"));
        SlotPosition middle = new SlotPosition(start, UUID.fromString("70000000-0000-7000-8000-000000000000"));
        SlotPosition high = new SlotPosition(start, UUID.fromString("f0000000-0000-7000-8000-000000000000"));
        assertTrue(low.compareTo(middle) < 0);
        assertTrue(middle.compareTo(high) < 0);
    }
}
