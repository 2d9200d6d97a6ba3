package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.creneau.event.Receiver.Received;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that take their time for every event, but take it, and have a backlog: they take nobody else's turn. */
class WebhookTurnsIT {

    private static final int EVENTS = 40;
    private static final long SLOW_MILLIS = 100;

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Backstage backstage = new Backstage(database, redis);
    private final Receiver receiver = Receiver.start();
    private final TestClient slow = backstage.partner("clef");
    private final TestClient quick = backstage.partner("clef");

    @AfterEach
    void close() {
        backstage.close();
        receiver.close();
    }

    /** One place: who had a round stands behind who waits. */
    @Test
    void aBacklogGoesInTurns() {
        List<String> heard = heard(1, 1);
        int first = heard.indexOf("/quick");
        assertTrue(first <= 2 * WebhookSenderVerticle.AT_ONCE, () -> "heard after " + first);
    }

    /** Many places, and one partner with a slow webhook for each: it gets a quarter of them. */
    @Test
    void onePartnerDoesNotTakeAllPlaces() {
        int places = 8;
        List<String> heard = heard(places, places);
        int first = heard.indexOf("/quick");
        assertTrue(first <= places / 4 * WebhookSenderVerticle.AT_ONCE, () -> "heard after " + first);
    }

    /** Paths in the order in which events came, each of which is due for all webhooks when the sending begins. */
    private List<String> heard(int places, int slowOnes) {
        Map<String, String> settings = Map.of(
                "events.allowLoopback", "true",
                "events.pollMillis", "50",
                "events.connections", String.valueOf(places),
                "rateLimits", "OFF");
        receiver.answers(event -> {
            if (event.path().startsWith("/slow")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS));
            }
            return 200;
        });
        try (TestNode node = TestNode.start(database, redis, settings)) {
            for (int i = 0; i < slowOnes; i++) {
                webhook(node, slow, "/slow" + i);
            }
            webhook(node, quick, "/quick");
            offer.execute("update webhook set next_attempt_at = now() + interval '1 hour'");
            Slot slot = offer.open(EVENTS);
            backstage.clients(EVENTS).forEach(who -> book(node, who, slot));
            int all = EVENTS * (slowOnes + 1);
            Until.holds(() -> offer.count("select count(*) from webhook_delivery") == all);
            // Behind the others by every measure.
            offer.execute("""
                    update webhook_delivery set next_attempt_at = now() - interval '1 hour'
                        where webhook_id in (select id from webhook where partner_id = '%1$s');
                    update webhook set next_attempt_at = case when partner_id = '%1$s' then now() - interval '1 hour' else now() end""".formatted(slow.id()));
            Until.holds(() -> receiver.received().size() >= all);
        }
        return receiver.received().stream().map(Received::path).toList();
    }

    private void webhook(TestNode node, TestClient partner, String path) {
        node.client()
                .post("/partner/webhooks")
                .token(partner.token())
                .json(new JsonObject()
                        .put("url", receiver.url(path))
                        .put("events", new JsonArray().add(EventKind.BOOKING_CREATED.text())))
                .await()
                .expect(201);
    }

    private static void book(TestNode node, TestClient who, Slot slot) {
        Until.answers(
                        () -> node.client()
                                .post("/bookings")
                                .token(who.token())
                                .json(new JsonObject().put("slotId", slot.id().toString()))
                                .await(),
                        answer -> answer.status() != 404)
                .expect(201);
    }
}
