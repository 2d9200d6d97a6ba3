package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.slot.Slot;
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

/** What a partner's system asks for clients who have consented. */
abstract class PartnerBookingCalls {

    static Offer offer;
    static Backstage backstage;
    static TestNode node;
    static TestClient system;

    @BeforeAll
    static void start() {
        String database = TestServers.newDatabase();
        String redis = TestServers.newRedis();
        offer = new Offer(database);
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

    static JsonObject item(String key, String client, String slot) {
        return new JsonObject()
                .put("key", key)
                .put("clientId", client)
                .put("slotId", slot)
                .put("as", "CLIENT");
    }

    static JsonArray batch(JsonArray items) {
        return post("/partner/bookings/batch")
                .json(new JsonObject().put("bookings", items))
                .await()
                .expect(200)
                .getJsonArray("results");
    }

    static int status(JsonArray results, int at) {
        return results.getJsonObject(at).getInteger("status");
    }

    static Slot shown(Slot slot) {
        Until.holds(() -> node.client().get("/slots/" + slot.id()).await().status() == 200);
        return slot;
    }

    static TestClient consenting() {
        TestClient client = backstage.client();
        backstage.consent(client.id(), "clef");
        return client;
    }

    static Response hold(TestClient client, Slot slot, String key, JsonObject more) {
        return post("/partner/holds")
                .key(key)
                .json(slotId(slot).put("clientId", client.id().toString()).mergeIn(more))
                .await();
    }

    static Response book(TestClient client, Slot slot, String key, String as) {
        return post("/partner/bookings")
                .key(key)
                .json(slotId(slot).put("clientId", client.id().toString()).put("as", as))
                .await();
    }

    static Request post(String path) {
        return node.client().post(path).token(system.token());
    }

    static Request get(String path) {
        return node.client().get(path).token(system.token());
    }

    static JsonArray own(TestClient client) {
        return node.client()
                .get("/bookings")
                .token(client.token())
                .await()
                .expect(200)
                .getJsonArray("items");
    }

    static JsonObject slotId(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    static int left(Slot slot) {
        return node.client().get("/slots/" + slot.id()).await().expect(200).getInteger("left");
    }

    static String id(JsonObject booking) {
        UUID id = UUID.fromString(booking.getString("id"));
        assertTrue(id.version() == 7);
        return id.toString();
    }
}
