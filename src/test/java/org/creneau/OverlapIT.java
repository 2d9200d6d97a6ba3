package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is in two places at once (guide 5.3.4), whatever two requests do at the same time. */
class OverlapIT {

    private static final Duration SOON = Duration.ofDays(3);
    private static final Duration OPENED = Duration.ofHours(-1);

    /** Clients who book two overlapping slots at the same time: more than enough for some to meet. */
    private static final int CLIENTS = 200;

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private Backstage backstage;
    private TestNode one;
    private TestNode other;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        one = TestNode.start(database, redis);
        other = TestNode.start(database, redis);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        backstage.close();
    }

    @Test
    void segmentsAreComparedNotTheDaysBetweenThem() {
        Instant day = Instant.now().plus(SOON);
        Slot evenings = slot(Offer.WORKSHOP, day, 17, 20, 41, 44);
        TestClient who = backstage.client();
        book(one, who, evenings).expect(201);

        book(one, who, slot(Offer.SESSION, day, 43, 46)).expect(409, "overlapping-booking");
        book(one, who, slot(Offer.SESSION, day, 10, 18)).expect(409, "overlapping-booking");
        String between =
                book(one, who, slot(Offer.SESSION, day, 20, 41)).expect(201).getString("id");
        assertEquals(List.of(), backstage.violations());

        // Once the evenings are cancelled, their time is free; the other appointment's is not.
        assertEquals(2, bookings(who));
        cancel(who, between);
        book(one, who, slot(Offer.SESSION, day, 43, 46)).expect(409, "overlapping-booking");
    }

    @Test
    void aMoveMayNotOverlapButMayOverlapWhatItReplaces() {
        Instant day = Instant.now().plus(SOON);
        TestClient who = backstage.client();
        String booking =
                book(one, who, slot(Offer.SESSION, day, 10, 13)).expect(201).getString("id");
        book(one, who, slot(Offer.WORKSHOP, day, 20, 23)).expect(201);

        move(who, booking, slot(Offer.SESSION, day, 22, 25)).expect(409, "overlapping-booking");
        move(who, booking, slot(Offer.SESSION, day, 11, 14)).expect(200);
        assertEquals(List.of(), backstage.violations());
    }

    @Test
    void oneOfTwoAtTheSameTimeWins() {
        assertEquals(CLIENTS, bookedAtTheSameTime());
        assertEquals(List.of(), backstage.violations());
    }

    /** The control: without turns, both of two requests look before either has written. */
    @Test
    void withoutTurnsBothWinAndTheCheckerIsRed() {
        offer.execute("drop index booking_turn");
        // Both nodes must look within the same moment.
        int most = 0;
        for (int round = 0; round < 5 && most <= CLIENTS; round++) {
            most = bookedAtTheSameTime();
        }
        assertTrue(most > CLIENTS);
        assertTrue(backstage.violations().stream()
                .anyMatch(found -> found.invariant().equals("no client has two bookings at the same time")));
    }

    /** Each client books a session on one node and a workshop at the same hour on the other; how many got a seat. */
    private int bookedAtTheSameTime() {
        offer.slowInserts();
        Instant day = Instant.now().plus(SOON);
        Slot session = slot(Offer.SESSION, day, 10, 13);
        Slot workshop = slot(Offer.WORKSHOP, day, 12, 15);
        List<Future<Response>> answers = new ArrayList<>();
        for (TestClient who : backstage.clients(CLIENTS)) {
            answers.add(send(one, who, session));
            answers.add(send(other, who, workshop));
        }
        Await.of(Future.all(answers));
        int booked = 0;
        for (Future<Response> answer : answers) {
            if (answer.result().status() == 201) {
                booked++;
            } else {
                answer.result().expect(409, "overlapping-booking");
            }
        }
        return booked;
    }

    /** @param hours after {@code day}: from, to, from, to, … */
    private Slot slot(String type, Instant day, int... hours) {
        Slot slot = offer.add(type, true, SOON, OPENED, CLIENTS);
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < hours.length; i += 2) {
            segments.add("{\"start\":\"%s\",\"end\":\"%s\"}"
                    .formatted(day.plus(Duration.ofHours(hours[i])), day.plus(Duration.ofHours(hours[i + 1]))));
        }
        offer.execute("update slot set segments = '%s', starts_at = '%s', ends_at = '%s' where id = '%s'"
                .formatted(
                        segments,
                        day.plus(Duration.ofHours(hours[0])),
                        day.plus(Duration.ofHours(hours[hours.length - 1])),
                        slot.id()));
        return slot;
    }

    private static Future<Response> send(TestNode node, TestClient who, Slot slot) {
        return node.client().post("/bookings").token(who.token()).json(to(slot)).send();
    }

    private static Response book(TestNode node, TestClient who, Slot slot) {
        return Await.of(send(node, who, slot));
    }

    private Response move(TestClient who, String booking, Slot slot) {
        return one.client()
                .post("/bookings/" + booking + "/reschedule")
                .token(who.token())
                .json(to(slot))
                .await();
    }

    private void cancel(TestClient who, String booking) {
        one.client()
                .post("/bookings/" + booking + "/cancel")
                .token(who.token())
                .await()
                .expect(200);
    }

    private int bookings(TestClient who) {
        return one.client()
                .get("/bookings?state=BOOKED")
                .token(who.token())
                .await()
                .expect(200)
                .getJsonArray("items")
                .size();
    }

    private static JsonObject to(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }
}
