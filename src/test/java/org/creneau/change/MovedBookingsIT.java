package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a moved slot leaves behind at the bookings in it: the right to cancel, and flags for employees. */
class MovedBookingsIT {

    private static final Duration OPENED = Duration.ofHours(-1);

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode node;
    private Desk desk;
    private TestClient system;
    private TestClient agent;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        desk = new Desk(node, backstage.employee("clef", false, true));
        system = backstage.partner("clef");
        agent = backstage.employee("clef", false, false);
    }

    @AfterEach
    void stop() {
        node.close();
        backstage.close();
    }

    /** Somebody with an address to write to, whose file the organisation may see. */
    private TestClient registered() {
        TestClient who = backstage.client();
        backstage.register(who, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        backstage.consent(who.id(), "clef");
        return who;
    }

    private UUID book(TestClient who, Slot slot) {
        return Crowd.id(Await.of(crowd.book(node, who, slot, null)));
    }

    private UUID hold(TestClient who, Slot slot) {
        return Crowd.id(Await.of(crowd.hold(node, system, who, slot, "h")));
    }

    private List<String> broken() {
        return backstage.violations(crowd.history()).stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }

    /** What employees are shown: booking and reason. */
    private List<String> flags(TestClient who) {
        return node
                .client()
                .get("/staff/clients/" + who.id())
                .token(agent.token())
                .await()
                .expect(200)
                .getJsonArray("flags")
                .stream()
                .map(JsonObject.class::cast)
                .map(flag -> flag.getString("bookingId") + " " + flag.getString("reason"))
                .toList();
    }

    /** Whom the desk has to call: booking and reason. */
    private List<String> listed(TestClient by, Slot slot) {
        return node
                .client()
                .get("/staff/slots/" + slot.id() + "/attendance")
                .token(by.token())
                .await()
                .expect(200)
                .getJsonArray("items")
                .stream()
                .flatMap(entry -> ((JsonObject) entry).getJsonArray("flags").stream())
                .map(JsonObject.class::cast)
                .map(flag -> flag.getString("bookingId") + " " + flag.getString("reason"))
                .sorted()
                .toList();
    }

    /** A hold was agreed to at the former time, like a booking. */
    @Test
    void whoWasMovedWhileHeldMayCancelLikeOthersWhoWereMoved() {
        Slot moved = offer.add(Offer.BINDING, true, Duration.ofDays(3), OPENED, 5);
        TestClient who = registered();
        UUID held = hold(who, moved);
        TestClient neighbour = registered();
        Slot stays = offer.add(Offer.BINDING, true, Duration.ofDays(3), OPENED, 5);
        UUID bound = hold(neighbour, stays);
        desk.done(desk.move(moved, moved.start().plus(Duration.ofHours(1)), moved.end())
                .await());
        Await.of(crowd.confirm(node, system, who, moved, held)).expect(200);
        Await.of(crowd.confirm(node, system, neighbour, stays, bound)).expect(200);

        Await.of(crowd.cancel(node, who, held)).expect(200);
        Await.of(crowd.cancel(node, neighbour, bound)).expect(409, "not-cancellable");
        assertEquals(0, offer.count("select count(*) from mail where kind = 'BOOKING_CHANGED'"));
        assertEquals(List.of(), broken());
    }

    @Test
    void aFlagIsShownForAsLongAsBothBookingsStand() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient stays = registered();
        TestClient goes = registered();
        UUID moved = book(stays, slot);
        UUID inTheWay = book(stays, workshop);
        UUID given = book(goes, slot);
        book(goes, workshop);
        assertEquals(List.of(), flags(stays));
        desk.done(desk.move(slot, workshop.start(), workshop.end()).await());
        assertEquals(List.of(moved + " OVERLAPPING"), flags(stays));
        assertEquals(List.of(given + " OVERLAPPING"), flags(goes));
        assertEquals(
                Stream.of(moved, given)
                        .map(one -> one + " OVERLAPPING")
                        .sorted()
                        .toList(),
                listed(agent, slot));
        assertEquals(List.of(), listed(agent, workshop));

        Await.of(crowd.cancel(node, stays, inTheWay)).expect(200);
        assertEquals(List.of(), flags(stays));
        assertEquals(List.of(given + " OVERLAPPING"), listed(agent, slot));
        Await.of(crowd.cancel(node, goes, given)).expect(200);
        assertEquals(List.of(), flags(goes));
        assertEquals(List.of(), broken());

        // The control: the flag that is still in the table excuses nothing that came after it.
        offer.execute("""
                with b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    values (gen_random_uuid(), '%s', 4, '%s', 'atelier', 'BOOKED', 'CLIENT', 9) returning id
                )
                insert into booking_history (booking_id, actor, source, to_state)
                select id, gen_random_uuid(), 'CLIENT', 'BOOKED' from b""".formatted(workshop.id(), stays.id()));
        assertEquals(List.of("no client has two bookings at the same time"), broken());
        assertEquals(List.of(moved + " OVERLAPPING"), flags(stays));
    }
}
