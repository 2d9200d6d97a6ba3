package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.core.Overloaded;
import org.creneau.core.Unavailable;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.creneau.ops.HistoryChecker;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, many clients, and servers that misbehave: what clients were told holds in the end. */
class BookingStormIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final String redisUrl = TestServers.newRedis();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private BookingNode one;
    private BookingNode other;

    @BeforeEach
    void start() {
        one = new BookingNode(database, redisUrl, offer);
        other = new BookingNode(database, redisUrl, offer);
    }

    @AfterEach
    void whatClientsWereToldHolds() {
        try {
            assertEquals(List.of(), one.violations());
            assertEquals(
                    List.of(),
                    BookingNode.await(new HistoryChecker(one.sql).check(new ClientHistory(List.copyOf(attempts)))));
            Until.holds(() -> one.differences(List.copyOf(offer.ids())).isEmpty());
            Until.holds(() -> offer.ids().stream().allMatch(this::addsUp));
        } finally {
            one.close();
            other.close();
        }
    }

    @Test
    void twoNodesSellEachSeatOnce() {
        Slot slot = offer.open(20);
        rush(slot, 500);
        assertEquals(20, occupied(slot));
    }

    @Test
    void aSeatFreedOnOneNodeIsBookableOnTheOther() {
        Slot slot = offer.open(1);
        UUID first = UUID.randomUUID();
        Booking booking = ((BookResult.Booked) BookingNode.await(one.book(first, slot.id(), null)))
                .details()
                .booking();
        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.SlotFull);
        BookingNode.await(
                one.feature.client().cancel(new Bookings.Cancel(first, booking.id(), first, BookingSource.CLIENT)));
        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
    }

    @Test
    void peopleChangePlacesBetweenTwoNearlyFullSlots() {
        Slot left = offer.open(10);
        Slot right = offer.open(10);
        List<UUID> clients =
                IntStream.range(0, 18).mapToObj(i -> UUID.randomUUID()).toList();
        List<Booking> bookings = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            bookings.add(((BookResult.Booked)
                            BookingNode.await(one.book(clients.get(i), (i % 2 == 0 ? left : right).id(), null)))
                    .details()
                    .booking());
        }
        List<Future<Void>> walks = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            walks.add(walk(clients.get(i), bookings.get(i), left, right, 30));
        }
        BookingNode.await(Future.all(walks));

        assertEquals(18, occupied(left) + occupied(right));
        assertTrue(attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.ACKNOWLEDGED));
    }

    @Test
    void connectionsToPostgresCutInTheMiddleOfBookingLoseNothing() {
        Slot slot = offer.open(300);
        Future<Void> rush = rushing(slot, 400);
        for (int i = 0; i < 8 && !rush.isComplete(); i++) {
            offer.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5""");
            untilSomeGoOn(rush);
        }
        BookingNode.await(rush);
        Until.holds(() -> offer.ids().stream().allMatch(this::addsUp));
    }

    @Test
    void redisEmptiedAndItsConnectionsCutInTheMiddleOfBookingLoseNothing() {
        Slot slot = offer.open(300);
        Future<Void> rush = rushing(slot, 400);
        for (int i = 0; i < 8 && !rush.isComplete(); i++) {
            Command what = i % 2 == 0 ? Command.FLUSHDB : Command.CLIENT;
            Request request = Request.cmd(what);
            BookingNode.await(one.redis
                    .send(
                            what == Command.CLIENT
                                    ? request.arg("KILL").arg("TYPE").arg("pubsub")
                                    : request)
                    .otherwiseEmpty());
            untilSomeGoOn(rush);
        }
        BookingNode.await(rush);
    }

    private void untilSomeGoOn(Future<Void> rush) {
        int before = attempts.size();
        Until.holds(() -> rush.isComplete() || attempts.size() >= before + 20);
    }

    private void rush(Slot slot, int clients) {
        BookingNode.await(rushing(slot, clients));
    }

    private Future<Void> rushing(Slot slot, int clients) {
        return Future.all(IntStream.range(0, clients)
                        .mapToObj(i -> persist(UUID.randomUUID(), slot, "key", 1))
                        .toList())
                .mapEmpty();
    }

    /** Books as people do: with one key, again on either node while the answer is unknown. */
    private Future<Void> persist(UUID client, Slot slot, String key, int attempt) {
        BookingNode node = ThreadLocalRandom.current().nextBoolean() ? one : other;
        return node.book(client, slot.id(), key).transform(done -> {
            if (done.succeeded()) {
                Optional<UUID> id = done.result() instanceof BookResult.Booked booked
                        ? Optional.of(booked.details().booking().id())
                        : Optional.empty();
                Outcome outcome = id.isPresent() ? Outcome.ACKNOWLEDGED : Outcome.REFUSED;
                attempts.add(new Attempt(client, Action.BOOK, outcome, key, slot.id(), id.orElse(null), null));
                return Future.succeededFuture();
            }
            assertTrue(
                    done.cause() instanceof Unavailable || done.cause() instanceof Overloaded,
                    () -> String.valueOf(done.cause()));
            if (attempt >= 40) {
                attempts.add(new Attempt(client, Action.BOOK, Outcome.UNKNOWN, key, slot.id(), null, null));
                return Future.succeededFuture();
            }
            return node.vertx.timer(200).compose(paused -> persist(client, slot, key, attempt + 1));
        });
    }

    private Future<Void> walk(UUID client, Booking at, Slot left, Slot right, int steps) {
        if (steps == 0) {
            return Future.succeededFuture();
        }
        Slot to = at.slotId().equals(left.id()) ? right : left;
        BookingNode node = ThreadLocalRandom.current().nextBoolean() ? one : other;
        return node.feature
                .client()
                .reschedule(new Bookings.Reschedule(client, at.id(), to.id(), client, BookingSource.CLIENT))
                .transform(answer -> {
                    if (answer.cause() instanceof Unavailable) {
                        // As people do: again, a moment later.
                        return node.vertx.timer(200).compose(paused -> walk(client, at, left, right, steps));
                    }
                    if (answer.failed()) {
                        return Future.failedFuture(answer.cause());
                    }
                    RescheduleResult result = answer.result();
                    Booking next = at;
                    if (result instanceof RescheduleResult.Rescheduled moved) {
                        next = moved.details().booking();
                        attempts.add(new Attempt(
                                client, Action.RESCHEDULE, Outcome.ACKNOWLEDGED, null, to.id(), next.id(), at.id()));
                    } else {
                        assertInstanceOf(RescheduleResult.SlotFull.class, result);
                    }
                    return walk(client, next, left, right, steps - 1);
                });
    }

    private long occupied(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }

    private boolean addsUp(UUID slotId) {
        Slot slot = Objects.requireNonNull(offer.find(slotId));
        Integer left = BookingNode.await(one.seats.left(List.of(slotId)).otherwise(Map.of()))
                .get(slotId);
        return left == null || left + occupied(slot) == slot.capacity();
    }
}
