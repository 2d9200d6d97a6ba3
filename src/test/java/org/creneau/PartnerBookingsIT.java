package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A partner's system that holds, books, moves and cancels for its clients, over HTTP. */
class PartnerBookingsIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static Backstage backstage;
    private static TestNode node;
    private static TestClient system;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis, Map.of("booking.holdMinutes", "5", "booking.maxHoldMinutes", "7"));
        system = backstage.partner("clef");
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @Test
    void aHeldSeatIsNotLeftAndIsBookedWhenConfirmed() {
        Slot slot = shown(offer.open(2));
        TestClient client = consenting();

        Response held = hold(client, slot, "k1", new JsonObject());
        JsonObject hold = held.expect(201);
        assertEquals("HELD", hold.getString("state"));
        assertEquals("CLIENT", hold.getString("source"));
        assertEquals(client.id().toString(), hold.getString("clientId"));
        assertEquals("/api/v1/partner/bookings/" + id(hold), held.headers().get("Location"));
        assertEquals(
                300,
                offer.count("select extract(epoch from expires_at - created_at) from booking where id = '%s'"
                        .formatted(id(hold))));
        Until.holds(() -> left(slot) == 1);
        assertEquals(id(hold), id(hold(client, slot, "k1", new JsonObject()).expect(201)));
        assertEquals(new JsonArray(), own(client));
        node.client().get("/bookings/" + id(hold)).token(client.token()).await().expect(404, "not-found");

        JsonObject booked =
                post("/partner/holds/" + id(hold) + "/confirm").await().expect(200);
        assertEquals("BOOKED", booked.getString("state"));
        assertEquals(null, booked.getString("expiresAt"));
        assertEquals(id(hold), id(own(client).getJsonObject(0)));
        assertEquals(
                booked, post("/partner/holds/" + id(hold) + "/confirm").await().expect(200));
        post("/partner/holds/" + id(hold) + "/release").await().expect(409, "hold-confirmed");
    }

    @Test
    void nobodyHoldsLongerThanIsAllowed() {
        TestClient client = consenting();
        JsonObject hold = hold(client, shown(offer.open(2)), "k", new JsonObject().put("minutes", 60))
                .expect(201);
        assertEquals(
                420,
                offer.count("select extract(epoch from expires_at - created_at) from booking where id = '%s'"
                        .formatted(id(hold))));
        hold(consenting(), shown(offer.open(2)), "k", new JsonObject().put("minutes", 0))
                .expect(400, "validation");
    }

    @Test
    void aReleasedSeatIsEverybodys() {
        Slot slot = shown(offer.open(1));
        TestClient client = consenting();
        JsonObject hold =
                hold(client, slot, "k", new JsonObject().put("as", "PARTNER")).expect(201);
        node.client()
                .post("/bookings")
                .token(backstage.client().token())
                .json(slotId(slot))
                .await()
                .expect(409, "slot-full");

        assertEquals(
                "CANCELLED",
                post("/partner/holds/" + id(hold) + "/release")
                        .await()
                        .expect(200)
                        .getString("state"));
        post("/partner/holds/" + id(hold) + "/confirm").await().expect(409, "hold-expired");
        Until.holds(() -> node.client()
                        .post("/bookings")
                        .token(backstage.client().token())
                        .json(slotId(slot))
                        .await()
                        .status()
                == 201);
        assertEquals(new JsonArray(), own(client));
    }

    @Test
    void aHoldAndABookingByOneKeyAreTwoRequests() {
        Slot slot = shown(offer.open(3));
        TestClient client = consenting();
        JsonObject hold = hold(client, slot, "k", new JsonObject()).expect(201);
        post("/partner/holds/" + id(hold) + "/release").await().expect(200);

        JsonObject booked = book(client, slot, "k", "CLIENT").expect(201);
        assertFalse(id(hold).equals(id(booked)));
        assertEquals("BOOKED", booked.getString("state"));
    }

    @Test
    void theClientsOwnKeyIsAnother() {
        Slot slot = shown(offer.open(3));
        TestClient client = consenting();
        JsonObject own = node.client()
                .post("/bookings")
                .token(client.token())
                .key("k")
                .json(slotId(slot))
                .await()
                .expect(201);
        book(client, slot, "k", "CLIENT").expect(409, "already-booked");
        assertEquals(1, own(client).size());
        assertEquals(id(own), id(own(client).getJsonObject(0)));
    }

    @Test
    void theSourceSaysForWhomThePartnerActed() {
        Slot slot = shown(offer.open(3));
        Slot later = shown(offer.open(3));
        TestClient client = consenting();
        JsonObject booked = book(client, slot, "k", "PARTNER").expect(201);
        assertEquals("PARTNER", booked.getString("source"));
        assertEquals(id(booked), id(book(client, slot, "k", "PARTNER").expect(201)));

        JsonObject moved = post("/partner/bookings/" + id(booked) + "/reschedule")
                .json(slotId(later).put("as", "CLIENT"))
                .await()
                .expect(200);
        JsonObject cancelled = post("/partner/bookings/" + id(moved) + "/cancel")
                .json(new JsonObject().put("as", "PARTNER"))
                .await()
                .expect(200);
        assertEquals("PARTNER", cancelled.getString("changedSource"));
        assertEquals(
                List.of(
                        List.of(system.id(), "PARTNER", "BOOKED"),
                        List.of(system.id(), "CLIENT", "RESCHEDULED"),
                        List.of(system.id(), "CLIENT", "BOOKED"),
                        List.of(system.id(), "PARTNER", "CANCELLED")),
                offer.rows("select h.actor, h.source, h.to_state from booking_history h"
                        + " join booking b on b.id = h.booking_id where b.client_id = '" + client.id()
                        + "' order by h.id"));
    }

    @Test
    void actingForTheClientThePartnerIsBoundLikeTheClient() {
        Slot slot = shown(offer.add(Offer.BINDING, true, Duration.ofDays(4), Duration.ofHours(-1), 3));
        TestClient client = consenting();
        JsonObject booked = book(client, slot, "k", "CLIENT").expect(201);

        Request asClient = post("/partner/bookings/" + id(booked) + "/cancel");
        asClient.json(new JsonObject().put("as", "CLIENT")).await().expect(409, "not-cancellable");
        Request asProvider = post("/partner/bookings/" + id(booked) + "/cancel");
        asProvider.json(new JsonObject().put("as", "PARTNER")).await().expect(200);
    }

    @Test
    void withoutConsentOrInAnothersSlotThereIsNothing() {
        Slot own = shown(offer.open(5));
        Slot anothers = shown(offer.add(Offer.SESSION, false, Duration.ofDays(5), Duration.ofHours(-1), 5));
        TestClient client = consenting();
        TestClient stranger = backstage.client();
        String ofStranger = id(node.client()
                .post("/bookings")
                .token(stranger.token())
                .json(slotId(own))
                .await()
                .expect(201));

        book(stranger, own, "k", "CLIENT").expect(404, "not-found");
        book(client, anothers, "k", "CLIENT").expect(404, "not-found");
        get("/partner/bookings/" + ofStranger).await().expect(404, "not-found");
        assertEquals(new JsonArray(), list("slot=" + own.id()));
        assertEquals(new JsonArray(), list("slot=" + anothers.id()));
        assertEquals(new JsonArray(), list("client=" + stranger.id()));
        assertEquals(new JsonArray(), list("client=nonsense"));
        get("/partner/bookings").await().expect(400, "validation");

        // What a client withdraws is over at once.
        String booked = id(book(client, own, "k", "CLIENT").expect(201));
        get("/partner/bookings/" + booked).await().expect(200);
        offer.execute("update consent set withdrawn_at = clock_timestamp() where client_id = '" + client.id() + "'");
        get("/partner/bookings/" + booked).await().expect(404, "not-found");
        book(client, own, "k", "CLIENT").expect(404, "not-found");
    }

    @Test
    void listsComeInPagesNewestFirst() {
        Slot slot = shown(offer.open(9));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, id(book(consenting(), slot, "k", "CLIENT").expect(201)));
        }
        TestClient holding = consenting();
        made.add(0, id(hold(holding, slot, "k", new JsonObject()).expect(201)));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = get("/partner/bookings?limit=4&slot=" + slot.id() + cursor)
                    .await()
                    .expect(200);
            page.getJsonArray("items").forEach(item -> listed.add(id((JsonObject) item)));
            String next = page.getString("nextCursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
        assertEquals(made, listed);
        assertEquals(1, list("state=HELD&slot=" + slot.id()).size());
        assertEquals(1, list("client=" + holding.id()).size());
        assertEquals(
                0,
                list("client=" + holding.id() + "&slot=" + shown(offer.open(1)).id())
                        .size());
        get("/partner/bookings?cursor=nonsense&slot=" + slot.id()).await().expect(400, "validation");
    }

    @Test
    void whoseBookingsWereLookedAtIsInTheAuditLog() {
        Slot slot = shown(offer.open(5));
        TestClient client = consenting();
        TestClient other = consenting();
        TestClient stranger = backstage.client();
        String booked = id(book(client, slot, "k", "CLIENT").expect(201));
        book(other, slot, "k", "CLIENT").expect(201);
        node.client()
                .post("/bookings")
                .token(stranger.token())
                .json(slotId(slot))
                .await()
                .expect(201);
        assertEquals(0, looks(client), "who books has not looked");

        get("/partner/bookings/" + booked).await().expect(200);
        assertEquals(1, looks(client));
        assertEquals(1, list("client=" + client.id()).size());
        assertEquals(2, looks(client));
        assertEquals(2, list("slot=" + slot.id()).size());
        assertEquals(3, looks(client));
        assertEquals(1, looks(other));
        assertEquals(0, list("state=MISSED&client=" + other.id()).size());
        assertEquals(2, looks(other), "that there is none was seen, too");
        list("client=" + stranger.id());
        assertEquals(0, looks(stranger), "who is not shown was not seen");
    }

    private static long looks(TestClient client) {
        return offer.count("""
                select count(*) from audit_log
                where action = 'FILE_VIEWED' and actor_kind = 'PARTNER' and organisation = 'clef' and actor = '%s'
                  and client_id = '%s'""".formatted(system.id(), client.id()));
    }

    @Test
    void manyAreAnsweredEachByItselfInTheirOrder() {
        Slot slot = shown(offer.open(40));
        Slot anothers = shown(offer.add(Offer.SESSION, false, Duration.ofDays(5), Duration.ofHours(-1), 5));
        List<TestClient> clients =
                IntStream.range(0, 50).mapToObj(i -> consenting()).toList();
        JsonArray items = new JsonArray();
        for (int i = 0; i < 50; i++) {
            items.add(item("k" + i, clients.get(i).id().toString(), slot.id().toString()));
        }
        items.add(item("a", backstage.client().id().toString(), slot.id().toString())); // without consent
        items.add(item("b", clients.get(0).id().toString(), anothers.id().toString()));
        items.add(item("c", "nonsense", slot.id().toString()));
        items.add(item("k1", clients.get(1).id().toString(), slot.id().toString())); // the same again

        JsonArray results = batch(items);
        assertEquals(54, results.size());
        for (int i = 0; i < 54; i++) {
            assertEquals(
                    items.getJsonObject(i).getString("key"),
                    results.getJsonObject(i).getString("key"));
        }
        assertEquals(
                40,
                IntStream.range(0, 50).filter(i -> status(results, i) == 201).count());
        assertEquals(
                10,
                IntStream.range(0, 50).filter(i -> status(results, i) == 409).count());
        for (int i = 50; i < 53; i++) {
            assertEquals(404, status(results, i));
            assertEquals(
                    "not-found",
                    results.getJsonObject(i).getJsonObject("problem").getString("code"));
        }
        assertEquals(
                results.getJsonObject(1).getValue("booking"),
                results.getJsonObject(53).getValue("booking"));

        assertEquals(results, batch(items), "a repetition");
        assertEquals(40, offer.count("select count(*) from booking where slot_id = '" + slot.id() + "'"));
    }

    @Test
    void ofOneClientTheFirstOfManyWins() {
        TestClient client = consenting();
        List<Slot> slots =
                IntStream.range(0, 10).mapToObj(i -> shown(offer.open(3))).toList();
        JsonArray items = new JsonArray();
        slots.forEach(slot -> items.add(
                item("k-" + slot.id(), client.id().toString(), slot.id().toString())));

        JsonArray results = batch(items);
        assertEquals(201, status(results, 0));
        for (int i = 1; i < 10; i++) {
            assertEquals(409, status(results, i));
        }
    }

    @Test
    void nonsenseIsRefused() {
        TestClient client = consenting();
        Slot slot = shown(offer.open(3));
        JsonObject good = slotId(slot).put("clientId", client.id().toString()).put("as", "CLIENT");
        Request withoutKey = post("/partner/bookings");
        withoutKey.json(good).await().expect(400, "validation");
        post("/partner/bookings")
                .key("k")
                .json(good.copy().put("as", "MINISTRY"))
                .await()
                .expect(400, "validation");
        post("/partner/bookings").key("k").json(slotId(slot)).await().expect(400, "validation");
        post("/partner/bookings")
                .key("k")
                .json(good.copy().put("clientId", "nonsense"))
                .await()
                .expect(404, "not-found");
        JsonObject tooMany = new JsonObject()
                .put(
                        "bookings",
                        new JsonArray(IntStream.range(0, 101)
                                .mapToObj(i -> item(
                                        "k" + i,
                                        client.id().toString(),
                                        slot.id().toString()))
                                .toList()));
        post("/partner/bookings/batch").json(tooMany).await().expect(400, "validation");
        post("/partner/bookings/batch")
                .json(new JsonObject().put("bookings", new JsonArray()))
                .await()
                .expect(400, "validation");
        assertEquals(0, offer.count("select count(*) from booking where client_id = '" + client.id() + "'"));
    }

    @Test
    void manyAtOnceGetTheSeatsThereAre() {
        Slot slot = shown(offer.open(30));
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            JsonArray items = new JsonArray();
            for (int j = 0; j < 20; j++) {
                items.add(item("k", consenting().id().toString(), slot.id().toString()));
            }
            answers.add(post("/partner/bookings/batch")
                    .json(new JsonObject().put("bookings", items))
                    .send());
            answers.add(post("/partner/holds")
                    .key("h")
                    .json(slotId(slot).put("clientId", consenting().id().toString()))
                    .send());
        }
        Await.of(Future.all(answers));
        assertEquals(30, offer.count("select count(*) from booking where slot_id = '" + slot.id() + "'"));
        Until.holds(() -> left(slot) == 0);
        Until.holds(() -> backstage.differences(List.of(slot.id())).isEmpty());
    }

    private static JsonObject item(String key, String client, String slot) {
        return new JsonObject()
                .put("key", key)
                .put("clientId", client)
                .put("slotId", slot)
                .put("as", "CLIENT");
    }

    private static JsonArray batch(JsonArray items) {
        return post("/partner/bookings/batch")
                .json(new JsonObject().put("bookings", items))
                .await()
                .expect(200)
                .getJsonArray("results");
    }

    private static int status(JsonArray results, int at) {
        return results.getJsonObject(at).getInteger("status");
    }

    private static Slot shown(Slot slot) {
        Until.holds(() -> node.client().get("/slots/" + slot.id()).await().status() == 200);
        return slot;
    }

    private static TestClient consenting() {
        TestClient client = backstage.client();
        backstage.consent(client.id(), "clef");
        return client;
    }

    private static Response hold(TestClient client, Slot slot, String key, JsonObject more) {
        return post("/partner/holds")
                .key(key)
                .json(slotId(slot).put("clientId", client.id().toString()).mergeIn(more))
                .await();
    }

    private static Response book(TestClient client, Slot slot, String key, String as) {
        return post("/partner/bookings")
                .key(key)
                .json(slotId(slot).put("clientId", client.id().toString()).put("as", as))
                .await();
    }

    private static Request post(String path) {
        return node.client().post(path).token(system.token());
    }

    private static Request get(String path) {
        return node.client().get(path).token(system.token());
    }

    private static JsonArray list(String query) {
        return get("/partner/bookings?" + query).await().expect(200).getJsonArray("items");
    }

    private static JsonArray own(TestClient client) {
        return node.client()
                .get("/bookings")
                .token(client.token())
                .await()
                .expect(200)
                .getJsonArray("items");
    }

    private static JsonObject slotId(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static int left(Slot slot) {
        return node.client().get("/slots/" + slot.id()).await().expect(200).getInteger("left");
    }

    private static String id(JsonObject booking) {
        UUID id = UUID.fromString(booking.getString("id"));
        assertTrue(id.version() == 7);
        return id.toString();
    }
}
