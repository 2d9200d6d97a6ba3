package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.FindResult;
import org.creneau.booking.Bookings.ListResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.creneau.ops.HistoryChecker;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Seats that are held, on two nodes: like any other while they are, and free for everybody at the second at which they end. */
class HoldIT {

    private static final int LONG = 600;

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final String redisUrl = TestServers.newRedis();
    private BookingNode one;
    private BookingNode other;

    @BeforeEach
    void start() {
        one = new BookingNode(database, redisUrl, offer);
        other = new BookingNode(database, redisUrl, offer);
    }

    @AfterEach
    void stop() {
        try {
            assertEquals(List.of(), one.violations());
            Until.holds(() -> one.differences(List.copyOf(offer.ids())).isEmpty());
        } finally {
            one.close();
            other.close();
        }
    }

    @Test
    void aSeatIsHeldThenBooked() {
        Slot slot = offer.open(3);
        UUID client = UUID.randomUUID();

        Booking held = details(one.hold(client, slot.id(), "k", LONG)).booking();
        assertEquals(BookingState.HELD, held.state());
        assertEquals(held.createdAt().plusSeconds(LONG), held.expiresAt());
        Until.holds(() -> left(slot) == 2);
        assertEquals(held, details(other.hold(client, slot.id(), "k", LONG)).booking(), "a repetition");
        assertUnseen(client, held);

        Booking booked = confirmed(other, client, held);
        assertEquals(held.id(), booked.id());
        assertEquals(BookingState.BOOKED, booked.state());
        assertNull(booked.expiresAt());
        assertEquals(booked, confirmed(one, client, held), "a repetition");
        assertEquals(
                List.of(
                        List.of(BookingNode.SYSTEM, "PARTNER", "none", "HELD"),
                        List.of(BookingNode.SYSTEM, "PARTNER", "HELD", "BOOKED")),
                history(held));
        assertEquals(2, left(slot));
        assertInstanceOf(
                FindResult.Found.class,
                BookingNode.await(one.feature.client().find(new Bookings.Find(client, held.id()))));
        assertInstanceOf(ReleaseResult.WasConfirmed.class, release(one, client, held));
    }

    private void assertUnseen(UUID client, Booking held) {
        BookingClient bookings = one.feature.client();
        assertInstanceOf(
                FindResult.NotFound.class, BookingNode.await(bookings.find(new Bookings.Find(client, held.id()))));
        assertEquals(
                List.of(),
                assertInstanceOf(
                                ListResult.Found.class,
                                BookingNode.await(bookings.list(new Bookings.List(client, null, 10, null))))
                        .page()
                        .items());
        assertInstanceOf(
                CancelResult.NotFound.class,
                BookingNode.await(
                        bookings.cancel(new Bookings.Cancel(client, held.id(), client, BookingSource.CLIENT))));
        assertInstanceOf(
                RescheduleResult.NotFound.class,
                BookingNode.await(bookings.reschedule(
                        new Bookings.Reschedule(client, held.id(), offer.open(2).id(), client, BookingSource.CLIENT))));
    }

    @Test
    void whatIsHeldCountsAsTheClientsOwn() {
        Slot slot = offer.open(3);
        Slot atTheSameTime = offer.add(Offer.WORKSHOP, true, Duration.ofDays(3), Duration.ofHours(-1), 3);
        UUID client = UUID.randomUUID();
        details(one.hold(client, slot.id(), "k", LONG));

        assertInstanceOf(BookResult.AlreadyBooked.class, BookingNode.await(one.book(client, slot.id(), "b")));
        assertInstanceOf(
                BookResult.AlreadyBooked.class,
                BookingNode.await(one.book(client, offer.open(3).id(), null)));
        assertInstanceOf(BookResult.Overlapping.class, BookingNode.await(one.book(client, atTheSameTime.id(), null)));
        assertInstanceOf(
                BookResult.KeyReused.class,
                BookingNode.await(one.book(client, slot.id(), "k")),
                "what is held is not what a booking by that key asks for");
    }

    @Test
    void theRulesOfABookingHoldForWhatIsHeld() {
        Slot later = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 3);
        Slot full = offer.open(1);
        details(one.hold(UUID.randomUUID(), full.id(), null, LONG));

        assertInstanceOf(
                BookResult.NotOpen.class, BookingNode.await(one.hold(UUID.randomUUID(), later.id(), "k", LONG)));
        assertInstanceOf(
                BookResult.SlotFull.class, BookingNode.await(other.hold(UUID.randomUUID(), full.id(), "k", LONG)));
        assertInstanceOf(
                BookResult.NoSuchSlot.class,
                BookingNode.await(one.hold(UUID.randomUUID(), UUID.randomUUID(), "k", LONG)));
    }

    @Test
    void whatIsReleasedIsFreeAtOnce() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        Booking held = details(one.hold(client, slot.id(), "k", LONG)).booking();
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)));

        assertInstanceOf(ReleaseResult.NotFound.class, release(one, UUID.randomUUID(), held));
        Booking released = assertInstanceOf(ReleaseResult.Released.class, release(one, client, held))
                .details()
                .booking();
        assertEquals(BookingState.CANCELLED, released.state());
        assertInstanceOf(ReleaseResult.Released.class, release(other, client, held), "a repetition");
        assertInstanceOf(ConfirmResult.Over.class, confirm(one, client, held));
        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        assertUnseen(client, held);
        assertEquals(released, details(one.hold(client, slot.id(), "k", LONG)).booking(), "a late repetition");
    }

    @Test
    void onlyWhatWasHeldIsConfirmedOrReleased() {
        Slot slot = offer.open(2);
        UUID client = UUID.randomUUID();
        Booking booked = details(one.book(client, slot.id(), null)).booking();

        assertInstanceOf(ConfirmResult.NotFound.class, confirm(one, client, booked));
        assertInstanceOf(ReleaseResult.NotFound.class, release(one, client, booked));
    }

    @Test
    void nothingIsConfirmedInASlotThatTakesNobody() {
        Slot slot = offer.open(2);
        UUID client = UUID.randomUUID();
        Booking held = details(one.hold(client, slot.id(), "k", LONG)).booking();
        offer.execute("update slot set publication = 'CLOSED' where id = '" + slot.id() + "'");

        assertInstanceOf(ConfirmResult.SlotClosed.class, confirm(one, client, held));
        assertInstanceOf(ReleaseResult.Released.class, release(one, client, held));
    }

    /** A machine that stands still for a moment must not do so four times in a row at the end of what is held. */
    @Test
    void theSeatIsFreeForEverybodyAtTheSecond() {
        // So that nothing but its end makes it free.
        one.close();
        other.close();
        one = BookingNode.withoutSweeping(database, redisUrl, offer);
        other = BookingNode.withoutSweeping(database, redisUrl, offer);
        Duration late = freeAfterItsEnd();
        for (int more = 0; more < 3 && late.toMillis() >= 1000; more++) {
            late = freeAfterItsEnd();
        }
        assertTrue(late.toMillis() < 1000, "free after " + late);
    }

    private Duration freeAfterItsEnd() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        Booking held = details(one.hold(client, slot.id(), "k", 5)).booking();
        // The other node remembers that it is full.
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)));

        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        String select = "select created_at from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'";
        Instant booked = offer.rows(select).stream()
                .map(row -> ((java.sql.Timestamp) row.get(0)).toInstant())
                .findFirst()
                .orElseThrow();
        Duration late = Duration.between(Objects.requireNonNull(held.expiresAt()), booked);
        assertTrue(!late.isNegative(), () -> "free " + late + " too early");
        assertInstanceOf(ConfirmResult.Over.class, confirm(one, client, held));
        assertEquals(
                List.of(
                        List.of(BookingNode.SYSTEM, "PARTNER", "none", "HELD"),
                        List.of(new UUID(0, 0), "MINISTRY", "HELD", "CANCELLED")),
                history(held));
        return late;
    }

    @Test
    void whatIsHeldEndsWhenTheNodeThatHeldItIsGone() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        details(one.hold(client, slot.id(), "k", 2));
        BookingNode.await(one.feature.stop());

        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
    }

    @Test
    void seatsThatEndDuringACrowdAreAllBookedOnce() {
        Slot slot = offer.open(40);
        List<Future<BookResult>> held = Stream.generate(UUID::randomUUID)
                .limit(40)
                .map(client -> one.hold(client, slot.id(), "k", 2))
                .toList();
        BookingNode.await(Future.all(held));
        held.forEach(hold -> assertInstanceOf(BookResult.Booked.class, hold.result()));

        List<Booking> booked = new ArrayList<>();
        Until.holds(() -> {
            List<Future<BookResult>> crowd = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                crowd.add((i % 2 == 0 ? one : other).book(UUID.randomUUID(), slot.id(), "b"));
            }
            BookingNode.await(Future.join(crowd).otherwiseEmpty());
            crowd.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .filter(BookResult.Booked.class::isInstance)
                    .forEach(done ->
                            booked.add(((BookResult.Booked) done).details().booking()));
            return booked.size() >= 40;
        });
        assertEquals(40, booked.size());
        assertEquals(40, booked.stream().map(Booking::seat).distinct().count());
        assertEquals(0, offer.count("select count(*) from booking where state = 'HELD'"));
        ClientHistory told = new ClientHistory(
                held.stream().map(hold -> told(details(hold).booking())).toList());
        assertEquals(List.of(), BookingNode.await(new HistoryChecker(one.sql).check(told)));
    }

    private static Attempt told(Booking held) {
        return new Attempt(
                held.clientId(),
                Action.HOLD,
                Outcome.ACKNOWLEDGED,
                "k",
                held.slotId(),
                held.id(),
                null,
                held.expiresAt());
    }

    /** The control: what is held ends a little early, and somebody else gets the seat. */
    @Test
    void theCheckerSeesWhatEndsTooEarly() {
        Slot slot = offer.open(1);
        Booking held =
                details(one.hold(UUID.randomUUID(), slot.id(), "k", LONG)).booking();
        offer.execute("update booking set expires_at = clock_timestamp()");
        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        assertEquals(
                Set.of("a seat is held until the end that was told"),
                BookingNode.await(new HistoryChecker(one.sql).check(new ClientHistory(List.of(told(held))))).stream()
                        .map(Violation::invariant)
                        .collect(Collectors.toSet()));
    }

    @Test
    void confirmedInTimeOrEndedButNeverBoth() {
        Slot slot = offer.open(60);
        List<Booking> held = Stream.generate(UUID::randomUUID)
                .limit(60)
                .map(client -> one.hold(client, slot.id(), "k", 2))
                .toList()
                .stream()
                .map(hold -> details(hold).booking())
                .toList();
        // One after the other, from a moment before they end to a moment after, while others want the seats.
        Instant end = Objects.requireNonNull(held.get(0).expiresAt());
        List<ConfirmResult> answers = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            sleepUntil(end.plusMillis(-150 + 5 * i));
            Future<BookResult> crowd = other.book(UUID.randomUUID(), slot.id(), null);
            answers.add(confirm(i % 2 == 0 ? one : other, held.get(i).clientId(), held.get(i)));
            BookingNode.await(crowd.otherwiseEmpty());
        }
        for (int i = 0; i < held.size(); i++) {
            boolean told = answers.get(i) instanceof ConfirmResult.Confirmed;
            assertEquals(
                    told ? 1 : 0,
                    offer.count("select count(*) from booking where id = '%s' and state = 'BOOKED'"
                            .formatted(held.get(i).id())));
        }
    }

    /** The statement is sent in time, but what is held ends before it comes to the row. */
    @Test
    void nothingIsConfirmedAfterItsEndHoweverEarlyItWasAsked() {
        offer.execute("""
                create function slowly() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(1.2);
                    return null;
                end $$;
                create trigger slowly before update on booking for each statement execute function slowly()""");
        boolean shown = false;
        for (int round = 0; round < 5 && !shown; round++) {
            shown = theControlConfirmsAfterTheEnd();
        }
        offer.execute("drop trigger slowly on booking");
        assertTrue(shown, "the control does not show the race");
        Until.holds(() -> offer.count("select count(*) from booking where state = 'HELD'") == 0);
    }

    /** Not on a machine that stands still until both are over. */
    private boolean theControlConfirmsAfterTheEnd() {
        Slot slot = offer.open(2);
        UUID client = UUID.randomUUID();
        Booking held = details(one.hold(client, slot.id(), "k", 3)).booking();
        UUID neighbour = UUID.randomUUID();
        Booking control = details(one.hold(neighbour, slot.id(), "k", 3)).booking();
        sleepUntil(Objects.requireNonNull(control.expiresAt()).minusMillis(900));

        // What a statement by its own beginning would do.
        Future<?> byItsBeginning = other.sql.query("""
                        with b as (
                            update booking set state = 'BOOKED', expires_at = null, updated_at = clock_timestamp()
                            where id = '%s' and state = 'HELD' and expires_at > now() returning *
                        )
                        insert into booking_history (booking_id, actor, source, from_state, to_state)
                        select id, client_id, source, 'HELD', state from b""".formatted(control.id())).execute();
        assertInstanceOf(ConfirmResult.Over.class, confirm(one, client, held));
        BookingNode.await(byItsBeginning.otherwiseEmpty());
        String state = "select state from booking where id = '" + held.id() + "'";
        Until.holds(() -> offer.rows(state).equals(List.of(List.of("CANCELLED"))));
        return offer.rows("select state, updated_at > '%s' from booking where id = '%s'"
                        .formatted(control.expiresAt(), control.id()))
                .equals(List.of(List.of("BOOKED", true)));
    }

    @Test
    void theCheckerSeesWhatIsHeldTooLongOrForEver() {
        Slot slot = offer.open(5);
        Booking held =
                details(one.hold(UUID.randomUUID(), slot.id(), "k", LONG)).booking();
        BookingNode.await(one.feature.stop());
        BookingNode.await(other.feature.stop());
        offer.execute("update booking set expires_at = clock_timestamp() - interval '11 seconds'");
        assertEquals(
                List.of("nothing is held beyond its end"),
                one.violations().stream()
                        .map(violation -> violation.invariant())
                        .toList());

        offer.execute("alter table booking drop constraint booking_hold; update booking set expires_at = null");
        assertEquals(
                List.of("what is held has an end, and nothing else"),
                one.violations().stream()
                        .map(violation -> violation.invariant())
                        .toList());
        offer.execute("update booking set expires_at = clock_timestamp() + interval '1 hour'");
        assertNotNull(held.expiresAt());
    }

    private static void sleepUntil(Instant when) {
        Until.holds(() -> !Instant.now().isBefore(when));
    }

    private static Booking confirmed(BookingNode node, UUID client, Booking held) {
        return assertInstanceOf(ConfirmResult.Confirmed.class, confirm(node, client, held))
                .details()
                .booking();
    }

    private static ConfirmResult confirm(BookingNode node, UUID client, Booking held) {
        return BookingNode.await(
                node.feature.holds().confirm(new Holds.Confirm(client, held.id(), BookingNode.SYSTEM)));
    }

    private static ReleaseResult release(BookingNode node, UUID client, Booking held) {
        return BookingNode.await(node.feature
                .holds()
                .release(new Holds.Release(client, held.id(), BookingNode.SYSTEM, BookingSource.PARTNER)));
    }

    private List<List<Object>> history(Booking booking) {
        return offer.rows("""
                select actor, source, coalesce(from_state, 'none'), to_state from booking_history
                where booking_id = '%s' order by id""".formatted(booking.id()));
    }

    private static Bookings.Details details(Future<BookResult> answer) {
        return assertInstanceOf(BookResult.Booked.class, BookingNode.await(answer))
                .details();
    }

    private int left(Slot slot) {
        return one.left(slot.id());
    }
}
