package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;
import org.creneau.slot.Slot;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slots that Redis does not know, while seats are being taken. */
class SeatLoaderIT {

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final BookingNode node = new BookingNode(database, TestServers.newRedis(), offer);
    private final SeatLoader here = loader();
    private final SeatLoader elsewhere = loader();

    @AfterEach
    void stop() {
        node.close();
    }

    /** Whoever was told "not loaded" a moment before somebody else loaded the slot, loads it a moment after. */
    @Test
    void whoComesLateToLoadASlotWipesNoSeatThatWasTakenMeanwhile() {
        Slot slot = offer.open(5);
        assertInstanceOf(TakeResult.NotLoaded.class, take(slot));
        BookingNode.await(here.load(slot.id()));
        assertEquals(0, seat(slot));

        BookingNode.await(here.load(slot.id()));
        assertEquals(1, seat(slot));
        BookingNode.await(elsewhere.load(slot.id()));
        assertEquals(2, seat(slot));
    }

    @Test
    void aSlotOfAnotherDataSetIsLoadedAnew() {
        Slot slot = offer.open(5);
        BookingNode.await(here.load(slot.id()));
        assertEquals(0, seat(slot));
        BookingNode.await(node.redis.send(Request.cmd(Command.HSET)
                .arg("creneau:slot:{" + slot.id() + "}")
                .arg("incarnation")
                .arg("of yesterday's snapshot")));
        assertInstanceOf(TakeResult.NotLoaded.class, take(slot));

        BookingNode.await(elsewhere.load(slot.id()));

        assertEquals(0, seat(slot)); // nobody has it in PostgreSQL
    }

    @Test
    void whatIsWrongIsReplacedOnDemand() {
        Slot slot = offer.open(5);
        BookingNode.await(here.load(slot.id()));
        offer.execute("update slot set capacity = 1 where id = '" + slot.id() + "'");
        BookingNode.await(here.reload(slot.id()));
        assertEquals(0, seat(slot));
        TakeResult.Answered answered = assertInstanceOf(TakeResult.Answered.class, take(slot));
        assertEquals(List.of(new TakeAnswer.Full(false)), answered.answers());
    }

    private int seat(Slot slot) {
        TakeResult.Answered answered = assertInstanceOf(TakeResult.Answered.class, take(slot));
        return assertInstanceOf(TakeAnswer.Taken.class, answered.answers().get(0))
                .seat();
    }

    private TakeResult take(Slot slot) {
        long deadlineMillis = Instant.now().plusSeconds(30).toEpochMilli();
        TakeRequest request = new TakeRequest(Ids.next(), UUID.randomUUID(), deadlineMillis);
        return BookingNode.await(node.seats.ledger().take(slot.id(), List.of(request), false));
    }

    private SeatLoader loader() {
        return new SeatLoader(
                node.seats, new SlotOccupants(node.sql, 5000), new BookingMetrics(new SimpleMeterRegistry()));
    }
}
