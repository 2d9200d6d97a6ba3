package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots that go from Redis because nobody took a seat for long, and are wanted again. */
class ForgottenSlotIT {

    private static final long KEPT_MILLIS = Duration.ofDays(30).toMillis();
    private static final long MARGIN_MILLIS = Duration.ofMinutes(5).toMillis();

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final BookingNode node = new BookingNode(database, TestServers.newRedis(), offer);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aSlotIsKeptForAMonthFromTheLastSeatThatWasTaken() {
        Slot slot = offer.open(5);
        book(slot);
        assertKept(slot);
        ask(Command.PEXPIRE, slot, "60000");
        book(slot);
        assertKept(slot);

        // Loaded, with nothing taken yet.
        Slot other = offer.open(5);
        SeatLoader loader = new SeatLoader(
                node.seats,
                new SlotOccupants(node.sql, 5000),
                new BookingMetrics(new io.micrometer.core.instrument.simple.SimpleMeterRegistry()));
        BookingNode.await(loader.load(other.id()));
        assertKept(other);
    }

    /** So no lease goes with it: each is over when the slot still has nearly all of its time. */
    private void assertKept(Slot slot) {
        long left = ask(Command.PTTL, slot);
        long lease = node.settings.booking().insertDeadlineMillis();
        assertTrue(left > KEPT_MILLIS - MARGIN_MILLIS && left <= KEPT_MILLIS, () -> "kept for " + left);
        assertTrue(lease < MARGIN_MILLIS, () -> "leases last " + lease);
    }

    @Test
    void aSlotThatGoesBetweenBookingsIsLoadedAgain() {
        Slot slot = offer.open(20);
        Booking first = book(slot);
        for (int i = 0; i < 4; i++) {
            book(slot);
        }
        forget(slot);
        assertEquals(Map.of(), BookingNode.await(node.seats.left(List.of(slot.id()))));
        BookingNode.await(node.feature
                .client()
                .cancel(new Bookings.Cancel(first.clientId(), first.id(), first.clientId(), BookingSource.CLIENT)));
        forgetNow(slot);

        List<Future<BookResult>> rush = Stream.generate(() -> node.book(UUID.randomUUID(), slot.id(), null))
                .limit(30)
                .toList();
        BookingNode.await(Future.all(rush));
        assertEquals(
                16,
                rush.stream()
                        .filter(one -> one.result() instanceof BookResult.Booked)
                        .count());
        assertEquals(Map.of(slot.id(), 0), BookingNode.await(node.seats.left(List.of(slot.id()))));
        everythingAgrees(slot);
    }

    @Test
    void itGoesWhileItIsBookedAndNothingIsLost() {
        Slot slot = offer.open(300);
        List<Future<BookResult>> rush = java.util.stream.IntStream.range(0, 300)
                .mapToObj(
                        i -> node.vertx.timer(1 + 3 * i).compose(later -> node.book(UUID.randomUUID(), slot.id(), "k")))
                .toList();
        for (int round = 1; round <= 5; round++) {
            long some = 40L * round;
            Until.holds(() -> occupied(slot) >= some);
            forgetNow(slot);
        }
        BookingNode.await(Future.join(rush).otherwiseEmpty());
        long booked = rush.stream()
                .filter(one -> one.succeeded() && one.result() instanceof BookResult.Booked)
                .count();
        assertEquals(booked, occupied(slot));
        everythingAgrees(slot);
    }

    /** What a node remembers of a full slot is short-lived anyhow, as nobody can be told of the seat that becomes free. */
    @Test
    void aSeatThatBecomesFreeWhenTheSlotIsForgottenIsFound() {
        Slot slot = offer.open(1);
        Booking only = book(slot);
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)));
        forgetNow(slot);
        BookingNode.await(node.feature
                .client()
                .cancel(new Bookings.Cancel(only.clientId(), only.id(), only.clientId(), BookingSource.CLIENT)));
        Until.holds(
                () -> BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        everythingAgrees(slot);
    }

    private void everythingAgrees(Slot slot) {
        assertEquals(List.of(), node.violations());
        Until.holds(() -> node.differences(List.of(slot.id())).isEmpty());
    }

    private long occupied(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }

    private Booking book(Slot slot) {
        BookResult result = BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null));
        return assertInstanceOf(BookResult.Booked.class, result).details().booking();
    }

    /** As Redis itself does it when the time is over. */
    private void forget(Slot slot) {
        ask(Command.PEXPIRE, slot, "1");
        Until.holds(() -> ask(Command.EXISTS, slot) == 0);
    }

    private void forgetNow(Slot slot) {
        ask(Command.DEL, slot);
    }

    private long ask(Command command, Slot slot, String... arguments) {
        Request request = Request.cmd(command).arg("creneau:slot:{" + slot.id() + "}");
        for (String argument : arguments) {
            request.arg(argument);
        }
        return BookingNode.await(node.redis.send(request)).toLong();
    }
}
