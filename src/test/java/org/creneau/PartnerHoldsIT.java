package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.creneau.slot.Slot;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** Seats that a partner's system holds. */
class PartnerHoldsIT extends PartnerBookingCalls {

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
}
