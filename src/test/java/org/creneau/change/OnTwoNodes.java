package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Slots with people in them, two nodes, and a desk at each; most tests end with the checkers. */
abstract class OnTwoNodes {

    static final Duration OPENED = Duration.ofHours(-1);
    static final ZoneId ZONE = ZoneId.of("America/Toronto");

    final String database = TestServers.newDatabase();
    final String redis = TestServers.newRedis();
    final Offer offer = new Offer(database);
    final Crowd crowd = new Crowd();
    Backstage backstage;
    TestNode one;
    TestNode other;
    Desk desk;
    Desk ministry;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        one = TestNode.start(database, redis, Map.of("rateLimits", "OFF"));
        other = TestNode.start(database, redis, Map.of("rateLimits", "OFF"));
        desk = new Desk(one, backstage.employee("clef", false, true));
        ministry = new Desk(other, backstage.employee("bureau", true, true));
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        backstage.close();
    }

    void everythingIsInOrder() {
        assertEquals(List.of(), backstage.violations());
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
    }

    List<String> broken() {
        return backstage.violations().stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }

    /** Somebody with an address to write to. */
    TestClient registered() {
        TestClient who = backstage.client();
        backstage.register(who, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        return who;
    }

    UUID book(TestClient who, Slot slot) {
        return Crowd.id(Await.of(crowd.book(one, who, slot, null)));
    }

    List<List<Object>> mails(TestClient who) {
        return offer.rows("select kind, model->>'reason', model->>'overlapping', model->>'sequence' from mail"
                + " where client_id = '" + who.id() + "' order by created_at, id");
    }

    long booked(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }

    static List<Integer> counts(JsonObject job) {
        return List.of(
                job.getInteger("total"), job.getInteger("done"), job.getInteger("flagged"), job.getInteger("failed"));
    }

    Future<Response> hold(TestClient system, TestClient client, Slot slot) {
        return one.client()
                .post("/partner/holds")
                .token(system.token())
                .key("h")
                .json(new JsonObject()
                        .put("slotId", slot.id().toString())
                        .put("clientId", client.id().toString()))
                .send();
    }
}
