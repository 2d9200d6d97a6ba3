package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.creneau.core.Ids;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotStatusTest {

    private static final Instant OPENS = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant STARTS = Instant.parse("2026-11-30T14:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PUBLISHED, 5, 2026-11-23T11:59:59.999999Z, SCHEDULED",
        "PUBLISHED, 0, 2026-11-23T11:59:59Z, SCHEDULED",
        "PUBLISHED, 5, 2026-11-23T12:00:00Z, OPEN",
        "PUBLISHED, 0, 2026-11-23T12:00:00Z, FULL",
        "PUBLISHED, 5, 2026-11-30T13:59:59Z, OPEN",
        "PUBLISHED, 5, 2026-11-30T14:00:00Z, PAST",
        "PUBLISHED, 0, 2026-12-30T14:00:00Z, PAST",
        "CLOSED, 5, 2026-11-24T12:00:00Z, CLOSED",
        "CANCELLED, 5, 2026-11-24T12:00:00Z, CANCELLED",
    })
    void followsFromDecisionClockAndSeats(Slot.Publication publication, int left, Instant now, SlotStatus expected) {
        Slot slot = Offers.slot(Ids.next(), Offers.SESSION, Offers.MONTREAL, STARTS, OPENS, publication);
        assertEquals(expected, SlotStatus.of(slot, left, now));
    }
}
