package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.junit.jupiter.api.Test;

/** Bookings that a partner's system makes, one by one, and lists. */
class PartnerBookingsIT extends PartnerBookingCalls {

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

    private static JsonArray list(String query) {
        return get("/partner/bookings?" + query).await().expect(200).getJsonArray("items");
    }
}
