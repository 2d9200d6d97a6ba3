package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Unavailable;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Booking, cancelling and moving, one node, real servers. Every test ends with the invariants. */
class BookingIT {

    private static final String DATABASE = TestServers.newDatabase();
    private static final Offer OFFER = new Offer(DATABASE);
    private static BookingNode node;

    @BeforeAll
    static void start() {
        node = new BookingNode(DATABASE, TestServers.newRedis(), OFFER);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void invariantsHold() {
        assertEquals(List.of(), node.violations());
        Until.holds(() -> node.differences(List.copyOf(OFFER.ids())).isEmpty());
    }

    @Test
    void aSeatIsBookedAndCounted() {
        Slot slot = OFFER.open(3);
        UUID client = UUID.randomUUID();

        Bookings.Details details = booked(node.book(client, slot.id(), "k1"));

        assertEquals(slot.id(), details.booking().slotId());
        assertEquals(0, details.booking().seat());
        assertEquals(BookingState.BOOKED, details.booking().state());
        assertEquals(2, left(slot));
        assertEquals(
                1L,
                OFFER.count("select count(*) from booking_history where booking_id = '%s' and to_state = 'BOOKED'"
                        .formatted(details.booking().id())));
    }

    @Test
    void manyAtOnceGetExactlyTheSeatsThereAre() {
        Slot slot = OFFER.open(20);
        List<Future<BookResult>> answers = IntStream.range(0, 500)
                .mapToObj(i -> node.book(UUID.randomUUID(), slot.id(), "k"))
                .toList();
        BookingNode.await(Future.all(answers));

        List<Integer> seats = new ArrayList<>();
        int full = 0;
        for (Future<BookResult> answer : answers) {
            if (answer.result() instanceof BookResult.Booked booked) {
                seats.add(booked.details().booking().seat());
            } else {
                assertInstanceOf(BookResult.SlotFull.class, answer.result());
                full++;
            }
        }
        assertEquals(480, full);
        assertEquals(20, seats.size());
        assertEquals(
                IntStream.range(0, 20).boxed().toList(), seats.stream().sorted().toList());
        assertEquals(0, left(slot));
    }

    @Test
    void oneRequestKeyMakesOneBooking() {
        Slot slot = OFFER.open(50);
        UUID client = UUID.randomUUID();
        List<Future<BookResult>> answers = IntStream.range(0, 20)
                .mapToObj(i -> node.book(client, slot.id(), "same"))
                .toList();
        BookingNode.await(Future.all(answers));

        Set<UUID> ids = new HashSet<>();
        answers.forEach(answer -> ids.add(assertInstanceOf(BookResult.Booked.class, answer.result())
                .details()
                .booking()
                .id()));
        assertEquals(1, ids.size());
        Until.holds(() -> left(slot) == 49);
    }

    @Test
    void aKeyIsNotForTwoSlots() {
        UUID client = UUID.randomUUID();
        booked(node.book(client, OFFER.open(5).id(), "key"));
        assertInstanceOf(
                BookResult.KeyReused.class,
                BookingNode.await(node.book(client, OFFER.open(5).id(), "key")));
    }

    @Test
    void aClientHasOneActiveBookingOfAType() {
        UUID client = UUID.randomUUID();
        Slot first = OFFER.open(5);
        Slot second = OFFER.open(5);
        booked(node.book(client, first.id(), null));

        assertInstanceOf(BookResult.AlreadyBooked.class, BookingNode.await(node.book(client, first.id(), null)));
        assertInstanceOf(BookResult.AlreadyBooked.class, BookingNode.await(node.book(client, first.id(), "other")));
        assertInstanceOf(BookResult.AlreadyBooked.class, BookingNode.await(node.book(client, second.id(), null)));
        Until.holds(() -> left(second) == 5);
    }

    @Test
    void whoTookTheLastSeatGetsItAgainByKeyEvenAfterItWasCancelled() {
        Slot slot = OFFER.open(1);
        UUID client = UUID.randomUUID();
        Booking first = booked(node.book(client, slot.id(), "last")).booking();

        assertEquals(
                first.id(),
                booked(node.book(client, slot.id(), "last")).booking().id());

        BookingNode.await(
                node.feature.client().cancel(new Bookings.Cancel(client, first.id(), client, BookingSource.CLIENT)));
        Until.holds(
                () -> BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        Booking again = booked(node.book(client, slot.id(), "last")).booking();
        assertEquals(first.id(), again.id());
        assertEquals(BookingState.CANCELLED, again.state());
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(client, slot.id(), "new key")));
    }

    @Test
    void whoeverHearsOfACancellationFindsTheSeatFreeOnTheSameNode() {
        // Without Redis's news: what a node did itself it knows before it answers.
        try (BookingNode deaf = BookingNode.withoutNews(DATABASE, TestServers.newRedis(), OFFER)) {
            Slot slot = OFFER.open(1);
            for (int i = 0; i < 20; i++) {
                UUID client = UUID.randomUUID();
                Booking booking = booked(deaf.book(client, slot.id(), null)).booking();
                assertInstanceOf(
                        BookResult.SlotFull.class, BookingNode.await(deaf.book(UUID.randomUUID(), slot.id(), null)));
                BookingNode.await(deaf.feature
                        .client()
                        .cancel(new Bookings.Cancel(client, booking.id(), client, BookingSource.CLIENT)));
            }
        }
    }

    @Test
    void aRequestWhoseTimeIsOverTakesNoSeat() {
        Slot slot = OFFER.open(1);
        UUID client = UUID.randomUUID();
        BookingParts parts = new BookingParts(
                node.settings.booking(),
                2000,
                -1,
                node::connection,
                node.seats,
                new BookingSlots(OFFER),
                new DatabaseClock(),
                new BookingMetrics(new SimpleMeterRegistry()),
                new Disturbance(node.seats.incarnation(), Duration.ZERO, false, ""));
        Promise<BookResult> answer = Promise.promise();
        node.vertx.runOnContext(now -> parts.services(node.vertx, 0, new FullMemory(Duration.ofSeconds(1)))
                .book()
                .book(new Bookings.Book(client, slot.id(), client, BookingSource.CLIENT, "k"))
                .onComplete(answer));

        assertThrows(Unavailable.class, () -> BookingNode.await(answer.future()));
        booked(node.book(UUID.randomUUID(), slot.id(), null));
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(client, slot.id(), "k")));
    }

    @Test
    void aSlotThatIsNotOpenOrOverIsRefused() {
        Slot later = OFFER.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(1), 5);
        Slot begun = OFFER.add(Offer.SESSION, true, Duration.ofMinutes(-1), Duration.ofHours(-2), 5);
        UUID client = UUID.randomUUID();

        BookResult.NotOpen notOpen =
                assertInstanceOf(BookResult.NotOpen.class, BookingNode.await(node.book(client, later.id(), "k")));
        assertEquals(later.opensAt(), notOpen.opensAt());
        assertInstanceOf(BookResult.SlotClosed.class, BookingNode.await(node.book(client, begun.id(), null)));
        assertInstanceOf(BookResult.SlotClosed.class, BookingNode.await(node.book(client, begun.id(), "k")));
        assertInstanceOf(BookResult.NoSuchSlot.class, BookingNode.await(node.book(client, UUID.randomUUID(), "k")));
    }

    @Test
    void aSlotClosedBehindTheNodesBackIsClosedByPostgres() {
        Slot slot = OFFER.open(5);
        OFFER.execute("update slot set publication = 'CLOSED' where id = '%s'".formatted(slot.id()));
        assertInstanceOf(BookResult.SlotClosed.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), "k")));
        Until.holds(() -> left(slot) == 5);
    }

    @Test
    void aCancelledSeatIsFreeAndTheSecondCancellationSaysTheSame() {
        Slot slot = OFFER.open(1);
        UUID client = UUID.randomUUID();
        Booking booking = booked(node.book(client, slot.id(), null)).booking();
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)));

        for (int i = 0; i < 2; i++) {
            CancelResult.Cancelled cancelled = assertInstanceOf(CancelResult.Cancelled.class, cancel(client, booking));
            assertEquals(BookingState.CANCELLED, cancelled.details().booking().state());
        }
        Until.holds(
                () -> BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        assertInstanceOf(CancelResult.NotFound.class, cancel(UUID.randomUUID(), booking));
    }

    @Test
    void whatTheTypeForbidsIsNotDone() {
        Slot slot = OFFER.add(Offer.BINDING, true, Duration.ofDays(2), Duration.ofHours(-1), 5);
        Slot other = OFFER.add(Offer.BINDING, true, Duration.ofDays(3), Duration.ofHours(-1), 5);
        OFFER.execute("select 1");
        UUID client = UUID.randomUUID();
        Booking booking = booked(node.book(client, slot.id(), null)).booking();

        assertInstanceOf(CancelResult.NotCancellable.class, cancel(client, booking));
        assertInstanceOf(RescheduleResult.NotReschedulable.class, move(client, booking, other));
    }

    @Test
    void aBookingMovesAndARepeatedMoveSaysTheSame() {
        Slot from = OFFER.open(1);
        Slot to = OFFER.open(1);
        UUID client = UUID.randomUUID();
        Booking old = booked(node.book(client, from.id(), "k")).booking();

        Booking moved = rescheduled(move(client, old, to));
        assertEquals(to.id(), moved.slotId());
        assertEquals(moved.id(), rescheduled(move(client, old, to)).id());
        assertEquals(moved.id(), rescheduled(move(client, moved, to)).id());
        assertInstanceOf(RescheduleResult.NotReschedulable.class, move(client, old, from));
        Until.holds(() -> left(from) == 1);
        assertEquals(0, left(to));
        assertEquals(
                old.id(), booked(node.book(client, from.id(), "k")).booking().id());
    }

    @Test
    void aMoveThatCannotBeLeavesTheOldAppointment() {
        Slot from = OFFER.open(1);
        Slot full = OFFER.open(1);
        Slot elsewhere = OFFER.add(Offer.SESSION, false, Duration.ofDays(4), Duration.ofHours(-1), 5);
        Slot otherType = OFFER.add(Offer.WORKSHOP, true, Duration.ofDays(4), Duration.ofHours(-1), 5);
        Slot later = OFFER.add(Offer.SESSION, true, Duration.ofDays(4), Duration.ofHours(1), 5);
        UUID client = UUID.randomUUID();
        Booking old = booked(node.book(client, from.id(), null)).booking();
        booked(node.book(UUID.randomUUID(), full.id(), null));

        assertInstanceOf(RescheduleResult.SlotFull.class, move(client, old, full));
        assertInstanceOf(RescheduleResult.OfAnotherKind.class, move(client, old, elsewhere));
        assertInstanceOf(RescheduleResult.OfAnotherKind.class, move(client, old, otherType));
        assertInstanceOf(RescheduleResult.NotOpen.class, move(client, old, later));
        assertInstanceOf(RescheduleResult.NotFound.class, move(UUID.randomUUID(), old, otherType));
        Bookings.FindResult.Found still = assertInstanceOf(
                Bookings.FindResult.Found.class,
                BookingNode.await(node.feature.client().find(new Bookings.Find(client, old.id()))));
        assertEquals(BookingState.BOOKED, still.details().booking().state());
    }

    @Test
    void aClientsBookingsComeNewestFirstInPages() {
        UUID client = UUID.randomUUID();
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Booking booking =
                    booked(node.book(client, OFFER.open(2).id(), null)).booking();
            made.add(0, booking.id());
            cancel(client, booking);
        }
        List<UUID> listed = new ArrayList<>();
        String cursor = null;
        do {
            Bookings.ListResult.Found page = assertInstanceOf(
                    Bookings.ListResult.Found.class,
                    BookingNode.await(node.feature.client().list(new Bookings.List(client, null, 2, cursor))));
            page.page().items().forEach(item -> listed.add(item.booking().id()));
            assertTrue(page.page().items().size() <= 2);
            cursor = page.page().nextCursor();
        } while (cursor != null);
        assertEquals(made, listed);
        assertInstanceOf(
                Bookings.ListResult.BadCursor.class,
                BookingNode.await(node.feature.client().list(new Bookings.List(client, null, 2, "nonsense"))));
    }

    @Test
    void redisEmptiedBetweenTwoBookingsIsLoadedAgain() {
        Slot slot = OFFER.open(3);
        UUID first = UUID.randomUUID();
        booked(node.book(first, slot.id(), "k"));
        BookingNode.await(node.redis.send(Request.cmd(Command.FLUSHDB)));

        booked(node.book(UUID.randomUUID(), slot.id(), "k"));
        booked(node.book(first, slot.id(), "k"));
        booked(node.book(UUID.randomUUID(), slot.id(), null));
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)));
    }

    @Test
    void theHistoryNamesWhoActed() {
        Slot slot = OFFER.open(5);
        Slot other = OFFER.open(5);
        UUID client = UUID.randomUUID();
        UUID system = UUID.randomUUID();
        UUID employee = UUID.randomUUID();
        BookingClient bookings = node.feature.client();
        // In one batch with somebody who books alone.
        UUID alone = UUID.randomUUID();
        Future<BookResult> own = node.book(alone, slot.id(), null);
        Booking old = booked(bookings.book(new Bookings.Book(client, slot.id(), system, BookingSource.PARTNER, "k")))
                .booking();
        booked(own);

        Booking next = rescheduled(BookingNode.await(bookings.reschedule(
                new Bookings.Reschedule(client, old.id(), other.id(), system, BookingSource.CLIENT))));
        Bookings.Cancel cancel = new Bookings.Cancel(client, next.id(), employee, BookingSource.MINISTRY);
        assertInstanceOf(CancelResult.Cancelled.class, BookingNode.await(bookings.cancel(cancel)));

        assertEquals(
                List.of(
                        List.of(old.id(), system, "PARTNER", "BOOKED"),
                        List.of(old.id(), system, "CLIENT", "RESCHEDULED"),
                        List.of(next.id(), system, "CLIENT", "BOOKED"),
                        List.of(next.id(), employee, "MINISTRY", "CANCELLED")),
                history(client));
        assertEquals(alone, history(alone).get(0).get(1));
    }

    @Test
    void theProviderIsNotBoundByTheDeadlinesOfOnlineClients() {
        Slot slot = OFFER.add(Offer.BINDING, true, Duration.ofDays(2), Duration.ofHours(-1), 5);
        Slot later = OFFER.add(Offer.BINDING, true, Duration.ofDays(3), Duration.ofHours(-1), 5);
        UUID client = UUID.randomUUID();
        UUID system = UUID.randomUUID();
        BookingClient bookings = node.feature.client();
        Booking booking = booked(node.book(client, slot.id(), null)).booking();

        assertInstanceOf(RescheduleResult.NotReschedulable.class, move(client, booking, later));
        Booking moved = rescheduled(BookingNode.await(bookings.reschedule(
                new Bookings.Reschedule(client, booking.id(), later.id(), system, BookingSource.PARTNER))));
        assertEquals(later.id(), moved.slotId());
        assertInstanceOf(CancelResult.NotCancellable.class, cancel(client, moved));
        assertInstanceOf(
                CancelResult.Cancelled.class,
                BookingNode.await(
                        bookings.cancel(new Bookings.Cancel(client, moved.id(), system, BookingSource.PARTNER))));
    }

    private static List<List<Object>> history(UUID client) {
        return OFFER.rows("""
                select h.booking_id, h.actor, h.source, h.to_state
                from booking_history h join booking b on b.id = h.booking_id
                where b.client_id = '%s' order by h.id""".formatted(client));
    }

    private static Bookings.Details booked(Future<BookResult> answer) {
        return assertInstanceOf(BookResult.Booked.class, BookingNode.await(answer))
                .details();
    }

    private static Booking rescheduled(RescheduleResult result) {
        return assertInstanceOf(RescheduleResult.Rescheduled.class, result)
                .details()
                .booking();
    }

    private static CancelResult cancel(UUID client, Booking booking) {
        return BookingNode.await(
                node.feature.client().cancel(new Bookings.Cancel(client, booking.id(), client, BookingSource.CLIENT)));
    }

    private static RescheduleResult move(UUID client, Booking booking, Slot to) {
        return BookingNode.await(node.feature
                .client()
                .reschedule(new Bookings.Reschedule(client, booking.id(), to.id(), client, BookingSource.CLIENT)));
    }

    private static int left(Slot slot) {
        return node.left(slot.id());
    }
}
