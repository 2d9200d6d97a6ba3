package org.creneau.loadtest.rush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.loadtest.rush.Journal.Told;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final UUID CLIENT = new UUID(0, 1);
    private static final UUID SLOT = new UUID(0, 2);
    private static final UUID OTHER_SLOT = new UUID(0, 3);
    private static final UUID BOOKING = new UUID(0, 4);
    private static final UUID NEXT_BOOKING = new UUID(0, 5);

    private final Journal journal = new Journal();

    @Test
    void oneKeyIsOneAttempt() {
        journal.booked(CLIENT, "k", SLOT, List.of(refused(1)));
        assertEquals(List.of(book(Outcome.REFUSED, null)), attempts());
    }

    @Test
    void aKeyThatMayStillBeGrantedIsNotRefused() {
        journal.booked(CLIENT, "k", SLOT, List.of(refused(1), unknown(2)));
        assertEquals(List.of(book(Outcome.UNKNOWN, null)), attempts());
    }

    @Test
    void aKeyThatWasGrantedOnceIsGranted() {
        journal.booked(CLIENT, "k", SLOT, List.of(unknown(1), granted(BOOKING, 2)));
        assertEquals(List.of(book(Outcome.ACKNOWLEDGED, BOOKING)), attempts());
        assertEquals(1, journal.taken());
    }

    @Test
    void aDoubleClickTellsWhatEachClickWasToldButTakesOneSeat() {
        journal.booked(CLIENT, "k", SLOT, List.of(granted(BOOKING, 5), granted(NEXT_BOOKING, 2)));
        assertEquals(
                List.of(book(Outcome.ACKNOWLEDGED, BOOKING), book(Outcome.ACKNOWLEDGED, NEXT_BOOKING)), attempts());
        assertArrayEquals(new long[] {2}, journal.takenNanos());
    }

    @Test
    void movesNameBothBookings() {
        journal.moved(CLIENT, BOOKING, OTHER_SLOT, granted(NEXT_BOOKING, 1));
        journal.moved(CLIENT, BOOKING, OTHER_SLOT, unknown(1));
        assertEquals(
                List.of(
                        new Attempt(
                                CLIENT,
                                Action.RESCHEDULE,
                                Outcome.ACKNOWLEDGED,
                                null,
                                OTHER_SLOT,
                                NEXT_BOOKING,
                                BOOKING),
                        new Attempt(CLIENT, Action.RESCHEDULE, Outcome.UNKNOWN, null, OTHER_SLOT, BOOKING, BOOKING)),
                attempts());
    }

    @Test
    void soldOutWhenAsManySeatsAreTakenAsThereAre() {
        for (int i = 1; i <= 3; i++) {
            journal.booked(CLIENT, "k" + i, SLOT, List.of(granted(BOOKING, 10L * i)));
        }
        assertEquals(30, journal.soldOutNanos(3));
        assertEquals(-1, journal.soldOutNanos(4));
    }

    @Test
    void aSeatGivenBackMustBeTakenAgain() {
        journal.booked(CLIENT, "a", SLOT, List.of(granted(BOOKING, 10)));
        journal.cancelled(CLIENT, BOOKING, granted(BOOKING, 15));
        journal.booked(CLIENT, "b", SLOT, List.of(granted(BOOKING, 20)));
        assertEquals(-1, journal.soldOutNanos(2));
        journal.booked(CLIENT, "c", SLOT, List.of(granted(BOOKING, 30)));
        assertEquals(30, journal.soldOutNanos(2));
    }

    @Test
    void aSeatGivenBackLaterDoesNotUndoIt() {
        journal.booked(CLIENT, "a", SLOT, List.of(granted(BOOKING, 10)));
        journal.cancelled(CLIENT, BOOKING, granted(BOOKING, 15));
        assertEquals(10, journal.soldOutNanos(1));
    }

    @Test
    void whatIsHeldTakesASeatForGoodWhenItIsConfirmed() {
        Instant until = Instant.parse("2026-03-02T12:10:01Z");
        journal.held(CLIENT, "k", SLOT, granted(BOOKING, 10), until);
        assertEquals(0, journal.taken());
        journal.confirmed(CLIENT, SLOT, BOOKING, unknown(20));
        journal.confirmed(CLIENT, SLOT, BOOKING, granted(BOOKING, 30));
        journal.released(CLIENT, SLOT, BOOKING, refused(40));
        assertArrayEquals(new long[] {30}, journal.takenNanos());
        assertEquals(
                List.of(
                        new Attempt(CLIENT, Action.HOLD, Outcome.ACKNOWLEDGED, "k", SLOT, BOOKING, null, until),
                        new Attempt(CLIENT, Action.CONFIRM, Outcome.UNKNOWN, null, SLOT, BOOKING, null),
                        new Attempt(CLIENT, Action.CONFIRM, Outcome.ACKNOWLEDGED, null, SLOT, BOOKING, null),
                        new Attempt(CLIENT, Action.RELEASE, Outcome.REFUSED, null, SLOT, BOOKING, null)),
                attempts());
    }

    private List<Attempt> attempts() {
        return journal.history().attempts();
    }

    private static Attempt book(Outcome outcome, @org.jspecify.annotations.Nullable UUID booking) {
        return new Attempt(CLIENT, Action.BOOK, outcome, "k", SLOT, booking, null);
    }

    private static Told granted(UUID booking, long nanos) {
        return new Told(Outcome.ACKNOWLEDGED, booking, nanos);
    }

    private static Told refused(long nanos) {
        return new Told(Outcome.REFUSED, null, nanos);
    }

    private static Told unknown(long nanos) {
        return new Told(Outcome.UNKNOWN, null, nanos);
    }
}
