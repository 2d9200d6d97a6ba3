package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.core.Unavailable;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.creneau.ops.HistoryChecker;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.OwnRedis;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.creneau.testkit.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bookings go on while Redis is stopped or paused, and agree with it again when it is back. Two nodes. */
class WithoutRedisIT {

    /** How Redis goes away. */
    enum Absence {
        /** It refuses connections, and comes back empty. */
        STOPPED {
            @Override
            void begin(OwnRedis redis) {
                redis.stop();
            }

            @Override
            void end(OwnRedis redis) {
                redis.startAgain();
            }
        },
        /** It takes connections and answers nothing, and comes back with what it knew. */
        PAUSED {
            @Override
            void begin(OwnRedis redis) {
                redis.pause();
            }

            @Override
            void end(OwnRedis redis) {
                redis.resume();
            }
        },
        /** It answers, but has no memory left to write anything. */
        FULL {
            @Override
            void begin(OwnRedis redis) {
                redis.set("maxmemory", "1");
            }

            @Override
            void end(OwnRedis redis) {
                redis.set("maxmemory", "0");
            }
        },
        /** It answers, but writes nothing that no replica has. */
        WITHOUT_REPLICAS {
            @Override
            void begin(OwnRedis redis) {
                redis.set("min-replicas-to-write", "1");
            }

            @Override
            void end(OwnRedis redis) {
                redis.set("min-replicas-to-write", "0");
            }
        };

        abstract void begin(OwnRedis redis);

        abstract void end(OwnRedis redis);
    }

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final OwnRedis redis = new OwnRedis();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger putOff = new AtomicInteger();
    private BookingNode one;
    private BookingNode other;

    @BeforeEach
    void start() {
        one = BookingNode.impatient(database, redis.url(), offer);
        other = BookingNode.impatient(database, redis.url(), offer);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void bookingsGoOnFromTheBeginningOfTheAbsenceToItsEnd(Absence absence) {
        Slot slot = offer.open(500);
        assertEquals(0, booked(one, slot, UUID.randomUUID(), null).seat());

        absence.begin(redis);
        long begun = System.nanoTime();
        booked(one, slot, UUID.randomUUID(), null);
        long first = System.nanoTime() - begun;
        assertTrue(one.seats.reach().away());
        begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            booked(one, slot, UUID.randomUUID(), "k");
        }
        long twenty = System.nanoTime() - begun;

        absence.end(redis);
        begun = System.nanoTime();
        booked(one, slot, UUID.randomUUID(), null);
        long last = System.nanoTime() - begun;
        Until.holds(() -> !one.seats.reach().away());
        booked(one, slot, UUID.randomUUID(), null);
        // Generous: what is usual is a tenth of it.
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(first) < 20, () -> "the first took " + first);
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(twenty) < 20, () -> "twenty took " + twenty);
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(last) < 20, () -> "the last took " + last);
        everythingAgrees();
    }

    @ParameterizedTest
    @EnumSource
    void manyAtOnceOnOneNodeGetExactlyTheSeatsThereAre(Absence absence) {
        Slot slot = offer.open(30);
        away(absence);
        rush(slot, 300, () -> one);

        assertEquals(30, occupied(slot));
        absence.end(redis);
        everythingAgrees();
    }

    @ParameterizedTest
    @EnumSource
    void manyAtOnceOnTwoNodesGetExactlyTheSeatsThereAre(Absence absence) {
        Slot slot = offer.open(50);
        for (int i = 0; i < 10; i++) {
            booked(one, slot, UUID.randomUUID(), null);
        }
        away(absence);
        int[] turn = {0};
        rush(slot, 300, () -> turn[0]++ % 2 == 0 ? one : other);

        assertEquals(50, occupied(slot));
        absence.end(redis);
        everythingAgrees();
    }

    @ParameterizedTest
    @EnumSource
    void redisThatGoesAndComesInTheMiddleOfBookingLosesNothing(Absence absence) {
        Slot slot = offer.open(400);
        booked(one, slot, UUID.randomUUID(), null);
        int[] turn = {0};
        Future<Void> rush = Future.all(IntStream.range(0, 600)
                        .mapToObj(i -> one.vertx
                                .timer(1 + 5 * i)
                                .compose(later ->
                                        persist(UUID.randomUUID(), slot, () -> turn[0]++ % 2 == 0 ? one : other, 1)))
                        .toList())
                .mapEmpty();
        Until.holds(() -> attempts.size() >= 20);
        away(absence);
        int before = attempts.size();
        Until.holds(() -> attempts.size() >= before + 50);
        assertFalse(rush.isComplete());
        absence.end(redis);
        BookingNode.await(rush);

        assertTrue(occupied(slot) > 350, "nearly all seats went to those who came");
        everythingAgrees();
        // The last ones may have been refused while a seat was on its way to a request that had been given up.
        while (occupied(slot) < 400) {
            booked(one, slot, UUID.randomUUID(), null);
        }
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(one.book(UUID.randomUUID(), slot.id(), null)));
        everythingAgrees();
    }

    @ParameterizedTest
    @EnumSource
    void cancellingAndMovingNeedNoRedis(Absence absence) {
        Slot from = offer.open(2);
        Slot to = offer.open(1);
        UUID mover = UUID.randomUUID();
        UUID leaver = UUID.randomUUID();
        Booking moving = booked(one, from, mover, null);
        Booking leaving = booked(one, from, leaver, null);
        away(absence);

        RescheduleResult moved = BookingNode.await(one.feature
                .client()
                .reschedule(new Bookings.Reschedule(mover, moving.id(), to.id(), mover, BookingSource.CLIENT)));
        assertInstanceOf(RescheduleResult.Rescheduled.class, moved);
        Bookings.Cancel cancel = new Bookings.Cancel(leaver, leaving.id(), leaver, BookingSource.CLIENT);
        assertInstanceOf(
                CancelResult.Cancelled.class,
                BookingNode.await(one.feature.client().cancel(cancel)));
        // Both seats are free again, the new one is not.
        booked(other, from, UUID.randomUUID(), null);
        booked(other, from, UUID.randomUUID(), null);
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(other.book(UUID.randomUUID(), to.id(), null)));

        absence.end(redis);
        everythingAgrees();
    }

    @Test
    void whatIsBookedAndRefusedWithoutRedisIsAnsweredAsEver() {
        Slot slot = offer.open(2);
        Slot another = offer.open(5);
        UUID client = UUID.randomUUID();
        away(Absence.PAUSED);
        Booking first = booked(one, slot, client, "k");

        assertEquals(first.id(), booked(other, slot, client, "k").id(), "the same request on another node");
        assertInstanceOf(BookResult.KeyReused.class, BookingNode.await(one.book(client, another.id(), "k")));
        assertInstanceOf(BookResult.AlreadyBooked.class, BookingNode.await(other.book(client, another.id(), "l")));
        booked(other, slot, UUID.randomUUID(), null);
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(one.book(UUID.randomUUID(), slot.id(), null)));
        assertEquals(first.id(), booked(one, slot, client, "k").id(), "also when the slot is full");

        redis.resume();
        Until.holds(() -> !one.seats.reach().away() && !other.seats.reach().away());
        assertEquals(first.id(), booked(other, slot, client, "k").id(), "known when Redis is back");
        assertInstanceOf(BookResult.SlotFull.class, BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)));
        everythingAgrees();
    }

    /** A lease from before may be on its way under the same key, for as long as a lease can be. */
    @Test
    void fullIsCertainForARequestKeyOnlyWhenNoLeaseFromBeforeCanLand() {
        Slot slot = offer.open(1);
        booked(one, slot, UUID.randomUUID(), null);
        away(Absence.PAUSED);

        Future<BookResult> early = one.book(UUID.randomUUID(), slot.id(), "k");
        BookingNode.await(early.otherwiseEmpty());
        assertInstanceOf(Unavailable.class, early.cause());
        UUID client = UUID.randomUUID();
        Until.holds(() ->
                BookingNode.await(one.book(client, slot.id(), "k").otherwiseEmpty()) instanceof BookResult.SlotFull);
        redis.resume();
        everythingAgrees();
    }

    @Test
    void aStaleDataSetCausesNoStormOfConflicts() {
        Slot slot = offer.open(3000);
        booked(one, slot, UUID.randomUUID(), null); // so that Redis knows the slot, with nearly all of it free
        away(Absence.PAUSED);
        rush(slot, 2000, () -> one);
        redis.resume();
        Until.holds(() -> !one.seats.reach().away() && !other.seats.reach().away());

        sellMore(slot);
    }

    /** What the node knew about the slots it booked without Redis dies with it. */
    @Test
    void norDoesItWhenTheNodeThatBookedDied() {
        Slot slot = offer.open(3000);
        booked(one, slot, UUID.randomUUID(), null);
        away(Absence.PAUSED);
        rush(slot, 2000, () -> one);
        one.close();
        redis.resume();
        one = BookingNode.impatient(database, redis.url(), offer);
        Until.holds(() -> !other.seats.reach().away());

        sellMore(slot);
    }

    private void sellMore(Slot slot) {
        putOff.set(0);
        int[] turn = {0};
        rush(slot, 500, () -> turn[0]++ % 2 == 0 ? one : other);
        assertEquals(2501, occupied(slot));
        assertEquals(0, putOff.get(), "nobody ran out of tries");
        everythingAgrees();
    }

    @Test
    void aNodeThatAloneLostRedisAndOneThatDidNotSellEachSeatOnce() {
        Slot slot = offer.open(200);
        try (Wire wire = new Wire(redis.port());
                BookingNode alone = BookingNode.impatient(database, "redis://localhost:" + wire.port(), offer)) {
            booked(alone, slot, UUID.randomUUID(), null);
            wire.cut();
            Until.holds(() -> alone.seats.reach().away());
            int[] turn = {0};
            rush(slot, 150, () -> turn[0]++ % 2 == 0 ? alone : other);
            assertFalse(other.seats.reach().away());
            assertEquals(151, occupied(slot));
            wire.mend();
            Until.holds(() -> !alone.seats.reach().away());
            rush(slot, 100, () -> turn[0]++ % 2 == 0 ? alone : other);
            assertEquals(200, occupied(slot));
            everythingAgrees();
        }
    }

    @Test
    void withoutTheIndexTheSameIsAnOversaleAndTheCheckerSeesIt() {
        offer.execute("drop index booking_seat");
        offer.slowInserts();
        away(Absence.PAUSED);
        // Both must look for free seats within the same moment.
        List<String> broken = List.of();
        for (int round = 0; round < 5 && !broken.contains("a seat is sold once"); round++) {
            int[] turn = {0};
            rush(offer.open(1000), 1000, () -> turn[0]++ % 2 == 0 ? one : other);
            broken = one.violations().stream().map(Violation::invariant).toList();
        }
        assertTrue(broken.contains("a seat is sold once"), broken.toString());
    }

    @Test
    void freeSeatsBeginWhereTheyAreAskedForAndAreBounded() {
        Slot slot = offer.open(5);
        booked(one, slot, UUID.randomUUID(), null);
        FreeSeatReads reads = new FreeSeatReads(one.sql, 5000);
        assertEquals(List.of(3, 4, 1), free(reads, slot, 3, 8));
        assertEquals(List.of(1, 2, 3, 4), free(reads, slot, 100, Integer.MAX_VALUE - 1));
        assertEquals(
                Map.of(), BookingNode.await(reads.read(List.of(new FreeSeatReads.Question(UUID.randomUUID(), 1, 0)))));
    }

    private static List<Integer> free(FreeSeatReads reads, Slot slot, int most, int from) {
        Map<UUID, FreeSeatReads.Free> found =
                BookingNode.await(reads.read(List.of(new FreeSeatReads.Question(slot.id(), most, from))));
        return Objects.requireNonNull(found.get(slot.id())).seats();
    }

    private void away(Absence absence) {
        absence.begin(redis);
        Until.holds(() -> one.seats.reach().away() && other.seats.reach().away());
    }

    private void everythingAgrees() {
        assertEquals(List.of(), one.violations());
        assertEquals(
                List.of(),
                BookingNode.await(new HistoryChecker(one.sql).check(new ClientHistory(List.copyOf(attempts)))));
        Until.holds(() -> !one.seats.reach().away() && !other.seats.reach().away());
        long back = System.nanoTime();
        Until.holds(() -> agree(one));
        long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - back);
        assertTrue(took < 30, () -> "the counters agreed after " + took + " s");
    }

    private boolean agree(BookingNode node) {
        List<UUID> slots = List.copyOf(offer.ids());
        Future<List<SeatDifference>> differences =
                new SeatReconciliation(node.settings, node.sql, node.seats).reconcile(slots, false);
        BookingNode.await(differences.otherwiseEmpty());
        return differences.succeeded()
                && differences.result().isEmpty()
                && slots.stream().allMatch(this::addsUp);
    }

    private boolean addsUp(UUID slotId) {
        Slot slot = offer.find(slotId);
        Integer left = BookingNode.await(one.seats.left(List.of(slotId)).otherwise(Map.of()))
                .get(slotId);
        return slot != null && (left == null || left + occupied(slot) == slot.capacity());
    }

    private long occupied(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }

    private Booking booked(BookingNode node, Slot slot, UUID client, @Nullable String key) {
        BookResult result = BookingNode.await(node.book(client, slot.id(), key));
        return assertInstanceOf(BookResult.Booked.class, result).details().booking();
    }

    private void rush(Slot slot, int clients, Supplier<BookingNode> node) {
        BookingNode.await(rushing(slot, clients, node));
    }

    private Future<Void> rushing(Slot slot, int clients, Supplier<BookingNode> node) {
        return Future.all(IntStream.range(0, clients)
                        .mapToObj(i -> persist(UUID.randomUUID(), slot, node, 1))
                        .toList())
                .mapEmpty();
    }

    /** Books as people do: with one key, again on either node while the answer is unknown. */
    private Future<Void> persist(UUID client, Slot slot, Supplier<BookingNode> nodes, int attempt) {
        BookingNode node = nodes.get();
        return node.book(client, slot.id(), "key").transform(done -> {
            if (done.succeeded()) {
                Optional<UUID> id = done.result() instanceof BookResult.Booked booked
                        ? Optional.of(booked.details().booking().id())
                        : Optional.empty();
                Outcome outcome = id.isPresent() ? Outcome.ACKNOWLEDGED : Outcome.REFUSED;
                attempts.add(new Attempt(client, Action.BOOK, outcome, "key", slot.id(), id.orElse(null), null));
                return Future.succeededFuture();
            }
            assertInstanceOf(Unavailable.class, done.cause());
            putOff.incrementAndGet();
            assertTrue(attempt < 100, "nobody is put off for ever");
            return node.vertx.timer(200).compose(paused -> persist(client, slot, nodes, attempt + 1));
        });
    }
}
