package org.creneau.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.event.EventKind;
import org.creneau.event.Events;
import org.creneau.event.Webhook;

/** Stands where partners' systems are told what happens. */
final class FakeEvents {

    private static final Webhook WEBHOOK = new Webhook(
            FakeFeatures.BOOKING,
            "https://hooks.example.org/",
            List.of(EventKind.BOOKING_CREATED),
            Instant.EPOCH,
            null,
            null,
            null);

    private FakeEvents() {}

    static void serve(BiConsumer<Address<Object, Object>, Object> server) {
        Map<Address<?, ?>, Object> answers = new HashMap<>();
        answers.put(Events.READ, new Events.ReadResult.Found(List.of(), 7, false));
        answers.put(Events.LIST, List.of(WEBHOOK));
        answers.put(Events.CREATE, new Events.CreateResult.Created(WEBHOOK, "whsec_c2VjcmV0"));
        for (Address<?, ?> one : List.of(Events.FIND, Events.CHANGE, Events.REMOVE, Events.ENABLE)) {
            answers.put(one, new Events.WebhookResult.Found(WEBHOOK));
        }
        answers.put(Events.ROTATE, new Events.SecretResult.Made("whsec_c2VjcmV0", 24));
        answers.put(Events.DELIVERIES, new Events.DeliveriesResult.Found(new Page<>(List.of(), null)));
        answers.put(Events.REPLAY_ONE, new Events.ReplayResult.Replaying(1, 7));
        answers.put(Events.REPLAY_FROM, new Events.ReplayResult.Replaying(1, 7));
        answers.forEach((address, answer) -> server.accept(new Address<>(address.name()), answer));
    }
}
