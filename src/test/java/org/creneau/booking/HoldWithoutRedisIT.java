package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.OwnRedis;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is held survives Redis, and ends without it. */
class HoldWithoutRedisIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final OwnRedis redis = new OwnRedis();
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

    @Test
    void whatWasHeldWhenRedisDiedEndsAtTheSecond() {
        Slot slot = offer.open(2);
        UUID confirming = UUID.randomUUID();
        Booking kept = held(one.hold(confirming, slot.id(), "k", 600));
        Booking held = held(one.hold(UUID.randomUUID(), slot.id(), "k", 15));
        redis.stop();
        Until.holds(() -> one.seats.reach().away() && other.seats.reach().away());
        // Late enough for nodes to work without it, and before the end.
        Until.holds(() -> outcome(other) instanceof BookResult.SlotFull);
        assertInstanceOf(
                ConfirmResult.Confirmed.class,
                BookingNode.await(
                        one.feature.holds().confirm(new Holds.Confirm(confirming, kept.id(), BookingNode.SYSTEM))));

        Until.holds(() -> outcome(other) instanceof BookResult.Booked);
        Instant booked = offer.rows("select created_at from booking where source = 'CLIENT'").stream()
                .map(row -> ((java.sql.Timestamp) row.get(0)).toInstant())
                .findFirst()
                .orElseThrow();
        Duration late = Duration.between(Objects.requireNonNull(held.expiresAt()), booked);
        assertTrue(!late.isNegative() && late.toMillis() < 5000, () -> "free after " + late);

        redis.startAgain();
        everythingAgrees(slot);
    }

    @Test
    void seatsAreHeldAndReleasedWithoutRedis() {
        Slot slot = offer.open(1);
        UUID client = UUID.randomUUID();
        held(one.hold(UUID.randomUUID(), offer.open(1).id(), null, 600)); // Redis has been there
        redis.pause();
        Until.holds(() -> one.seats.reach().away() && other.seats.reach().away());
        Booking held = Until.answers(
                        () -> BookingNode.await(one.hold(client, slot.id(), "k", 600)
                                .map(List::of)
                                .otherwise(List.of())),
                        answer -> !answer.isEmpty())
                .stream()
                .map(result -> assertInstanceOf(BookResult.Booked.class, result)
                        .details()
                        .booking())
                .findFirst()
                .orElseThrow();
        assertEquals(BookingState.HELD, held.state());

        assertInstanceOf(
                ReleaseResult.Released.class,
                BookingNode.await(one.feature
                        .holds()
                        .release(new Holds.Release(client, held.id(), BookingNode.SYSTEM, BookingSource.PARTNER))));
        redis.resume();
        everythingAgrees(slot);
        Until.holds(
                () -> BookingNode.await(other.book(UUID.randomUUID(), slot.id(), null)) instanceof BookResult.Booked);
        everythingAgrees(slot);
    }

    private void everythingAgrees(Slot slot) {
        Until.holds(() -> !one.seats.reach().away() && !other.seats.reach().away());
        assertEquals(List.of(), one.violations());
        Until.holds(() -> BookingNode.await(new SeatReconciliation(one.settings, one.sql, one.seats)
                .reconcile(List.of(slot.id()), false)
                .map(List::isEmpty)
                .otherwise(false)));
    }

    /** Of a booking by somebody new in the slot that is full; while nothing is known, that. */
    private Object outcome(BookingNode node) {
        Slot slot = offer.ids().stream().map(offer::find).findFirst().orElseThrow();
        Future<Object> answer = node.book(UUID.randomUUID(), slot.id(), null).map(result -> (Object) result);
        return BookingNode.await(answer.otherwise("unknown"));
    }

    private static Booking held(Future<BookResult> answer) {
        return assertInstanceOf(BookResult.Booked.class, BookingNode.await(answer))
                .details()
                .booking();
    }
}
