package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client is told about bookings, allowed and refused, over real HTTP. */
class BookingRulesIT {

    private static final Duration SOON = Duration.ofDays(3);
    private static final Duration OPENED = Duration.ofHours(-1);

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @Test
    void theSameKeyIsTheSameBooking() {
        Slot slot = offer.open(5);
        TestClient who = backstage.client();
        Response first = book(who, slot, "k1");
        Response again = book(who, slot, "k1");
        assertEquals(first.expect(201), again.expect(201));
        assertEquals(first.headers().get("Location"), again.headers().get("Location"));
        book(who, offer.open(5), "k1").expect(422, "idempotency-key-reused");
        book(who, offer.open(5), "k2").expect(409, "already-booked");
        assertEquals(1, list(who).size());
    }

    @Test
    void withoutAKeyTheSecondIsRefused() {
        Slot slot = offer.open(5);
        TestClient who = backstage.client();
        book(who, slot).expect(201);
        book(who, slot).expect(409, "already-booked");
        book(who, offer.open(5)).expect(409, "already-booked");
        book(who, offer.add(Offer.WORKSHOP, true, SOON.plusDays(1), OPENED, 5)).expect(201);
    }

    @Test
    void aFullSlotIsRefused() {
        Slot slot = offer.open(1);
        TestClient holder = backstage.client();
        book(holder, slot).expect(201);
        TestClient late = backstage.client();
        book(late, slot).expect(409, "slot-full");
        book(late, slot, "k").expect(409, "slot-full");
        book(holder, slot).expect(409, "already-booked");
        assertEquals(List.of(), list(late));
    }

    @Test
    void whoComesTooEarlyLearnsWhenItOpens() {
        Slot slot = offer.add(Offer.SESSION, true, SOON, Duration.ofHours(5), 5);
        JsonObject problem = book(backstage.client(), slot).expect(409, "slot-not-open");
        assertEquals(
                slot.opensAt(),
                OffsetDateTime.parse(problem.getString("opensAt")).toInstant());
    }

    @Test
    void closedCancelledAndBegunSlotsAreClosed() {
        Slot closed = offer.open(5);
        offer.execute("update slot set publication = 'CLOSED' where id = '" + closed.id() + "'");
        Slot cancelled = offer.open(5);
        offer.execute("update slot set publication = 'CANCELLED' where id = '" + cancelled.id() + "'");
        Slot begun = offer.add(Offer.SESSION, true, Duration.ofMinutes(-5), OPENED, 5);
        for (Slot slot : List.of(closed, cancelled, begun)) {
            book(backstage.client(), slot).expect(409, "slot-closed");
            book(backstage.client(), slot, "k").expect(409, "slot-closed");
        }
        Until.holds(() -> "CLOSED".equals(slot(closed).getString("status")));
        Until.holds(() -> "CANCELLED".equals(slot(cancelled).getString("status")));
        assertEquals("PAST", slot(begun).getString("status"));
    }

    @Test
    void aSlotClosedWhileItIsInTheNodesMemoryIsClosedAtOnce() {
        Slot slot = offer.open(5);
        book(backstage.client(), slot).expect(201);
        offer.execute("update slot set publication = 'CLOSED' where id = '" + slot.id() + "'");
        book(backstage.client(), slot).expect(409, "slot-closed");
    }

    @Test
    void noSuchSlot() {
        book(backstage.client(), UUID.randomUUID().toString()).expect(404, "not-found");
        book(backstage.client(), "x").expect(404, "not-found");
    }

    @Test
    void otherPeoplesBookingsAreNotThere() {
        Slot slot = offer.open(5);
        TestClient owner = backstage.client();
        String booking = "/bookings/" + book(owner, slot).expect(201).getString("id");
        TestClient other = backstage.client();
        client.get(booking).token(other.token()).await().expect(404, "not-found");
        client.post(booking + "/cancel").token(other.token()).await().expect(404, "not-found");
        reschedule(other, booking, offer.open(5)).expect(404, "not-found");
        client.get(booking).await().expect(401, "unauthenticated");
        assertEquals(List.of(), list(other));
        assertEquals(
                "BOOKED",
                client.get(booking).token(owner.token()).await().expect(200).getString("state"));
    }

    @Test
    void aTypeThatDoesNotAllowItCanNeitherBeCancelledNorMoved() {
        Slot slot = offer.add(Offer.BINDING, true, SOON, OPENED, 5);
        Slot another = offer.add(Offer.BINDING, true, SOON, OPENED, 5);
        TestClient who = backstage.client();
        String booking = "/bookings/" + book(who, slot).expect(201).getString("id");
        client.post(booking + "/cancel").token(who.token()).await().expect(409, "not-cancellable");
        JsonObject refusal = reschedule(who, booking, another).expect(409, "not-reschedulable");
        assertFalse(refusal.getString("detail").contains("organis"), refusal::encode);
    }

    @Test
    void cancellingTwiceIsTheSameAnswerAndTheTypeIsFreeAgain() {
        Slot slot = offer.open(1);
        TestClient who = backstage.client();
        JsonObject booking = book(who, slot).expect(201);
        String path = "/bookings/" + booking.getString("id");
        JsonObject cancelled =
                client.post(path + "/cancel").token(who.token()).await().expect(200);
        assertEquals(
                cancelled,
                client.post(path + "/cancel").token(who.token()).await().expect(200));
        reschedule(who, path, offer.open(1)).expect(409, "not-reschedulable");
        assertNotEquals(booking.getString("id"), book(who, slot).expect(201).getString("id"));
    }

    @Test
    void aBookingMovesWithinTypeTownAndOrganisationOnly() {
        Slot from = offer.open(5);
        Slot to = offer.open(1);
        TestClient who = backstage.client();
        String booking = "/bookings/" + book(who, from).expect(201).getString("id");
        reschedule(who, booking, offer.add(Offer.WORKSHOP, true, SOON, OPENED, 5))
                .expect(409, "not-reschedulable");
        reschedule(who, booking, offer.add(Offer.SESSION, false, SOON, OPENED, 5))
                .expect(409, "not-reschedulable");
        reschedule(who, booking, offer.add(Offer.SESSION, true, SOON, Duration.ofHours(1), 5))
                .expect(409, "slot-not-open");
        reschedule(who, booking, offer.add(Offer.SESSION, true, Duration.ofMinutes(-5), OPENED, 5))
                .expect(409, "slot-closed");

        JsonObject moved = reschedule(who, booking, to).expect(200);
        assertEquals(moved, reschedule(who, booking, to).expect(200));
        client.post(booking + "/cancel").token(who.token()).await().expect(409, "not-cancellable");

        TestClient other = backstage.client();
        String stays = "/bookings/" + book(other, from).expect(201).getString("id");
        reschedule(other, stays, to).expect(409, "slot-full");
        assertEquals(
                "BOOKED",
                client.get(stays).token(other.token()).await().expect(200).getString("state"));
    }

    @Test
    void theListIsNewestFirstPageByPage() {
        TestClient who = backstage.client();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = book(who, offer.open(5)).expect(201).getString("id");
            made.add(0, id);
            client.post("/bookings/" + id + "/cancel")
                    .token(who.token())
                    .await()
                    .expect(200);
        }
        assertEquals(made, list(who));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            String next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
            JsonObject page = client.get("/bookings?limit=2" + next)
                    .token(who.token())
                    .await()
                    .expect(200);
            page.getJsonArray("items").forEach(item -> paged.add(((JsonObject) item).getString("id")));
            cursor = page.getString("nextCursor", "");
        } while (!cursor.isEmpty() && paged.size() < 10);
        assertEquals(made, paged);
    }

    private static JsonObject slot(Slot slot) {
        return client.get("/slots/" + slot.id()).await().expect(200);
    }

    private static List<String> list(TestClient who) {
        return client.get("/bookings").token(who.token()).await().expect(200).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static Response book(TestClient who, Slot slot) {
        return book(who, slot.id().toString());
    }

    private static Response book(TestClient who, String slotId) {
        return client.post("/bookings").token(who.token()).json(body(slotId)).await();
    }

    private static Response book(TestClient who, Slot slot, String key) {
        return client.post("/bookings")
                .token(who.token())
                .key(key)
                .json(body(slot.id().toString()))
                .await();
    }

    private static Response reschedule(TestClient who, String booking, Slot to) {
        return client.post(booking + "/reschedule")
                .token(who.token())
                .json(body(to.id().toString()))
                .await();
    }

    private static JsonObject body(String slotId) {
        return new JsonObject().put("slotId", slotId);
    }
}
