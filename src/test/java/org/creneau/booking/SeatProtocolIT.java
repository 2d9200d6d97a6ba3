package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.booking.BookingInserts.OnConflict;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.core.Ids;
import org.creneau.ops.Violation;
import org.creneau.seat.SeatLedger.Held;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The moments in which a seat could be sold twice or lost, each staged; and the proof that the tests would see it. */
class SeatProtocolIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final String redisUrl = TestServers.newRedis();
    private BookingNode node;
    private BookingInserts inserts;

    @BeforeEach
    void start() {
        node = new BookingNode(database, redisUrl, offer);
        inserts = new BookingInserts(node.sql, 5000);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aSeatThatRedisHandsOutTwiceIsSoldOnce() {
        Slot slot = offer.open(3);
        assertEquals(0, booked(slot).seat());
        makeRedisForgetSeat(slot, 0);

        assertEquals(1, booked(slot).seat());
        assertEquals(List.of(), node.violations());
        Until.holds(() -> node.differences(List.of(slot.id())).isEmpty());
    }

    @Test
    void withoutTheIndexTheSameIsAnOversaleAndTheCheckerSeesIt() {
        node.close();
        node = BookingNode.withoutSweeping(database, redisUrl, offer);
        Slot slot = offer.open(3);
        assertEquals(0, booked(slot).seat());
        makeRedisForgetSeat(slot, 0);
        offer.execute("drop index booking_seat");

        assertEquals(0, booked(slot).seat());
        List<String> broken =
                node.violations().stream().map(Violation::invariant).toList();
        assertTrue(broken.contains("a seat is sold once"), broken::toString);
        assertTrue(broken.contains("the unique indexes stand"), broken::toString);
    }

    @Test
    void anInsertThatComesTooLateDoesNothing() {
        Slot slot = offer.open(1);
        UUID dead = UUID.randomUUID();
        UUID lost = Ids.next();
        long deadline = Instant.now().plusMillis(500).toEpochMilli();
        lease(slot, lost, dead, deadline); // by a node that dies before its insert

        // The seat comes back by itself, to somebody else…
        Until.holds(
                () -> BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        // … and never before the insert can do no harm.
        assertTrue(Instant.now().toEpochMilli() > deadline);
        NewBooking late =
                new NewBooking(lost, slot.id(), 0, dead, Offer.SESSION, dead, BookingSource.CLIENT, null, 0, deadline);
        assertEquals(Map.of(), BookingNode.await(inserts.insert(List.of(late), OnConflict.FAIL)));
        assertEquals(List.of(), node.violations());
    }

    @Test
    void anInsertWithinItsDeadlineLandsAndItsSeatIsNotGivenAway() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        UUID id = Ids.next();
        long deadline = Instant.now().plusSeconds(30).toEpochMilli();
        lease(slot, id, client, deadline);

        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)));
        NewBooking slow =
                new NewBooking(id, slot.id(), 0, client, Offer.SESSION, client, BookingSource.CLIENT, "k", 0, deadline);
        assertEquals(
                1,
                BookingNode.await(inserts.insert(List.of(slow), OnConflict.FAIL))
                        .size());
        // The node that asked is gone; the client asks again elsewhere and gets what it has.
        Until.holds(() ->
                BookingNode.await(node.book(client, slot.id(), "k").otherwiseEmpty()) instanceof BookResult.Booked again
                        && again.details().booking().id().equals(id));
        Until.holds(() -> node.differences(List.of(slot.id())).isEmpty());
    }

    @Test
    void aReleaseThatComesLateOrTwiceTakesNothingFromTheNextHolder() {
        Slot slot = offer.open(1);
        UUID first = Ids.next();
        lease(slot, first, UUID.randomUUID(), Instant.now().plusSeconds(30).toEpochMilli());
        giveBack(slot, first);
        Booking next = booked(slot);

        giveBack(slot, first);

        assertEquals(0, next.seat());
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)));
        assertEquals(List.of(), node.violations());
    }

    @Test
    void aRepetitionWhileThereAreSeatsDoesNotSpoilTheNextOneWhenThereAreNone() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        Booking first = booked(slot, client, "k");
        BookingNode.await(
                node.feature.client().cancel(new Bookings.Cancel(client, first.id(), client, BookingSource.CLIENT)));

        assertEquals(first.id(), booked(slot, client, "k").id());
        // The seat that was tried for the repetition comes back, and somebody else gets it.
        Until.holds(
                () -> BookingNode.await(node.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        assertEquals(first.id(), booked(slot, client, "k").id());
    }

    @Test
    void batchesThatCrossDeadlockAndAreRepeatedUntilEveryClientHasOneBooking() {
        int clients = 200;
        for (int round = 0; round < 50 && deadlocks() == 0; round++) {
            Slot one = offer.open(clients);
            Slot other = offer.open(clients);
            List<UUID> people = IntStream.range(0, clients)
                    .mapToObj(i -> UUID.randomUUID())
                    .collect(Collectors.toCollection(ArrayList::new));
            BookingRecorder here = recorder();
            BookingRecorder there = recorder();
            List<Future<Recording>> all = new ArrayList<>(record(here, one, people));
            Collections.reverse(people);
            all.addAll(record(there, other, people));
            BookingNode.await(Future.all(all));

            long recorded = all.stream()
                    .filter(f -> f.result() instanceof Recording.Recorded)
                    .count();
            assertEquals(clients, recorded);
        }
        assertTrue(deadlocks() > 0, "the batches never crossed");
        assertEquals(List.of(), node.violations());
    }

    @Test
    void aRowThatBreaksARuleDoesNotTakeItsBatchAlong() {
        Slot slot = offer.open(10);
        List<NewBooking> batch = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String key = i == 3 ? "with a \0 byte" : "k"; // which PostgreSQL's text refuses
            batch.add(own(slot, i, UUID.randomUUID(), key));
        }
        BookingRecorder recorder = recorder();
        List<Future<Recording>> all = batch.stream().map(recorder::record).toList();
        BookingNode.await(Future.join(all).otherwiseEmpty());

        for (int i = 0; i < 7; i++) {
            assertEquals(i != 3, all.get(i).succeeded(), "row " + i);
        }
        assertEquals(6, offer.count("select count(*) from booking"));
    }

    @Test
    void aSeatThatIsTakenDoesNotKeepItsBatchOut() {
        Slot slot = offer.open(10);
        BookingRecorder recorder = recorder();
        BookingNode.await(record(recorder, slot, List.of(UUID.randomUUID())).get(0));

        List<UUID> clients = Stream.generate(UUID::randomUUID).limit(5).toList();
        List<Future<Recording>> all = record(recorder, slot, clients);
        BookingNode.await(Future.all(all));

        assertInstanceOf(Recording.NotRecorded.class, all.get(0).result());
        for (int seat = 1; seat < 5; seat++) {
            Recording.Recorded recorded =
                    assertInstanceOf(Recording.Recorded.class, all.get(seat).result());
            Booking stored = BookingNode.await(new BookingReads(node.sql, 5000)
                            .find(clients.get(seat), recorded.booking().id()))
                    .orElseThrow();
            assertEquals(stored, recorded.booking(), "as it was answered and as it is stored");
        }
        assertEquals(5, offer.count("select count(*) from booking"));
        assertEquals(5, offer.count("select count(*) from booking_history"));
    }

    @Test
    void bookingsInSeveralSlotsAreAnsweredAsTheyAreStored() {
        List<Slot> slots = Stream.generate(() -> offer.open(10)).limit(20).toList();
        List<NewBooking> batch = slots.stream()
                .map(slot -> own(slot, 0, UUID.randomUUID(), null))
                .toList();

        Map<UUID, Booking> answered = BookingNode.await(inserts.insert(batch, OnConflict.FAIL));

        BookingReads reads = new BookingReads(node.sql, 5000);
        for (NewBooking booking : batch) {
            assertEquals(
                    BookingNode.await(reads.find(booking.clientId(), booking.id())),
                    Optional.ofNullable(answered.get(booking.id())));
        }
    }

    private List<Future<Recording>> record(BookingRecorder recorder, Slot slot, List<UUID> clients) {
        return IntStream.range(0, clients.size())
                .mapToObj(seat -> recorder.record(own(slot, seat, clients.get(seat), null)))
                .toList();
    }

    private static NewBooking own(Slot slot, int seat, UUID client, @Nullable String key) {
        return new NewBooking(
                Ids.next(),
                slot.id(),
                seat,
                client,
                Offer.SESSION,
                client,
                BookingSource.CLIENT,
                key,
                0,
                inOneMinute());
    }

    private BookingRecorder recorder() {
        BookingMetrics metrics = new BookingMetrics(new SimpleMeterRegistry());
        BookingInserts own = new BookingInserts(node.connection(), 5000);
        return new BookingRecorder(node.vertx, own, metrics, 512, 10_000);
    }

    private long deadlocks() {
        return offer.count("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private static long inOneMinute() {
        return Instant.now().plusSeconds(60).toEpochMilli();
    }

    private Booking booked(Slot slot) {
        return booked(slot, UUID.randomUUID(), null);
    }

    private Booking booked(Slot slot, UUID client, @Nullable String key) {
        BookResult result = BookingNode.await(node.book(client, slot.id(), key));
        return assertInstanceOf(BookResult.Booked.class, result).details().booking();
    }

    /** Takes seat 0 in Redis as a node does, loading the slot first. */
    private void lease(Slot slot, UUID booking, UUID client, long deadlineMillis) {
        UUID visitor = UUID.randomUUID();
        Booking first = ((BookResult.Booked) BookingNode.await(node.book(visitor, slot.id(), null)))
                .details()
                .booking();
        BookingNode.await(
                node.feature.client().cancel(new Bookings.Cancel(visitor, first.id(), visitor, BookingSource.CLIENT)));
        Until.holds(() -> node.left(slot.id()) == slot.capacity());
        TakeResult.Answered answered = assertInstanceOf(
                TakeResult.Answered.class,
                BookingNode.await(node.seats
                        .ledger()
                        .take(slot.id(), List.of(new TakeRequest(booking, client, deadlineMillis)), false)));
        assertEquals(List.of(new TakeAnswer.Taken(0)), answered.answers());
    }

    private void giveBack(Slot slot, UUID booking) {
        BookingNode.await(node.seats.ledger().release(slot.id(), List.of(new Held(0, booking)), false));
    }

    /** What a lost write in Redis looks like. */
    private void makeRedisForgetSeat(Slot slot, int seat) {
        String key = "creneau:slot:{" + slot.id() + "}";
        String client = BookingNode.await(
                        node.redis.send(Request.cmd(Command.HGET).arg(key).arg("s" + seat)))
                .toString()
                .split(":", -1)[2];
        StringBuilder seats = new StringBuilder(BookingNode.await(
                        node.redis.send(Request.cmd(Command.HGET).arg(key).arg("seats")))
                .toString());
        seats.setCharAt(seat, '0');
        BookingNode.await(node.redis.send(
                Request.cmd(Command.HDEL).arg(key).arg("s" + seat).arg("c" + client)));
        BookingNode.await(node.redis.send(
                Request.cmd(Command.HINCRBY).arg(key).arg("left").arg(1)));
        BookingNode.await(
                node.redis.send(Request.cmd(Command.HSET).arg(key).arg("seats").arg(seats.toString())));
    }
}
