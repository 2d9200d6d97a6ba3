package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.seat.SeatHead;
import org.junit.jupiter.api.Test;

class SweepPaceTest {

    private final SweepPace pace = new SweepPace(1000);
    private final UUID slot = UUID.randomUUID();

    @Test
    void smallSlotsAreComparedSeatBySeatAndNeverRest() {
        assertFalse(pace.numbersAreEnough(slot, new SeatHead(300, 0, 0), 0));
        pace.compared(new SeatAudit.Findings(slot, 300, List.of(), 0), 0);
        assertEquals(Set.of(), pace.resting(0));
    }

    @Test
    void ofLargeSlotsTheNumbersAreEnoughUnlessSomethingIsPending() {
        assertTrue(pace.numbersAreEnough(slot, new SeatHead(10_000, 0, 0), 0));
        assertFalse(pace.numbersAreEnough(slot, new SeatHead(10_000, 0, 1), 0));
    }

    @Test
    void largeSlotsAreComparedSeatBySeatFromTimeToTime() {
        SeatHead head = new SeatHead(10_000, 5_000, 0);
        assertTrue(pace.numbersAreEnough(slot, head, 0));
        assertFalse(pace.numbersAreEnough(slot, head, TimeUnit.MINUTES.toNanos(5)));
        pace.compared(new SeatAudit.Findings(slot, 5_000, List.of(), 0), TimeUnit.MINUTES.toNanos(5));
        assertTrue(pace.numbersAreEnough(slot, head, TimeUnit.MINUTES.toNanos(6)));
    }

    @Test
    void largeSlotsRestForEightSecondsAtTheMostAndForFourWithLeases() {
        pace.looked(slot, 1_000_000, 0);
        assertEquals(Set.of(slot), pace.resting(TimeUnit.SECONDS.toNanos(8) - 1));
        assertEquals(Set.of(), pace.resting(TimeUnit.SECONDS.toNanos(8)));
        pace.compared(new SeatAudit.Findings(slot, 1_000_000, List.of(), 1), 0);
        assertEquals(Set.of(slot), pace.resting(TimeUnit.SECONDS.toNanos(4) - 1));
        assertEquals(Set.of(), pace.resting(TimeUnit.SECONDS.toNanos(4)));
    }
}
