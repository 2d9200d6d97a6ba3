package org.creneau.authorization;

import static org.creneau.authorization.Rule.own;
import static org.creneau.authorization.Rule.partners;
import static org.creneau.authorization.Rule.things;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.access.Scope;

/** What partners' systems are told. */
final class EventRules extends FeatureRules {

    private static final String EVENT_DATA = """
        {"slotId": "x", "appointmentType": "session", "organisation": "clef", "location": "clef-montreal",
         "start": "2030-01-01T00:00:00Z", "end": "2030-01-01T03:00:00Z"}\
        """;

    /** Far beyond those that the service gives. */
    private static final AtomicLong POSITIONS = new AtomicLong(1_000_000);

    EventRules() {
        path("webhookId", call -> call.made(EventRules::newWebhook));
        path("deliveryId", call -> call.made(EventRules::newWebhook));
        on("listEvents", all("200"));
        on("listWebhooks", all("200"));
        // Let in, but to a private address.
        JsonObject inside = World.list("events", "booking.created").put("url", "https://10.0.0.1/hook");
        on("createWebhook", all("400 validation")).sends(inside);
        on("replaceWebhook", own(Scope.EVENTS, "400 validation")).sends(inside);
        for (String operation : List.of("getWebhook", "enableWebhook", "rotateWebhookSecret", "listDeliveries")) {
            on(operation, own(Scope.EVENTS, "200"));
        }
        on("removeWebhook", own(Scope.EVENTS, "204"));
        on("replayDelivery", own(Scope.EVENTS, "202"));
        on("replayEvents", own(Scope.EVENTS, "202")).sends(new JsonObject().put("after", 0));
    }

    private static Rule all(String outcome) {
        return partners(Scope.EVENTS, things(outcome, outcome));
    }

    /** Of the partner's system, with an event of the same id that was delivered there long ago. */
    private static String newWebhook(World world) {
        String id = UUID.randomUUID().toString();
        long position = POSITIONS.incrementAndGet();
        world.offer().execute("""
            insert into webhook (id, partner_id, organisation_id, url, kinds)
                values ('%1$s', '%2$s', 'clef', 'https://10.0.0.1/hook', array['SLOT_FULL']);
            insert into webhook_secret (webhook_id, secret) values ('%1$s', 'x');
            insert into event (organisation_id, position, id, kind, thread, at, data)
                values ('clef', %3$d, '%1$s', 'SLOT_FULL', '%1$s', now(), '%4$s');
            insert into webhook_delivery (webhook_id, organisation_id, position, thread, next_attempt_at, delivered_at)
                values ('%1$s', 'clef', %3$d, '%1$s', now(), now())\
            """.formatted(id, world.partnerId(), position, EVENT_DATA));
        return id;
    }
}
