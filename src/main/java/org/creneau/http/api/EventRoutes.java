package org.creneau.http.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.event.EventKind;
import org.creneau.event.Events;
import org.creneau.event.Events.Named;
import org.creneau.http.Call;
import org.creneau.http.OperationHandler;
import org.creneau.http.Outcomes;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Requests;

/** The feed of events, and webhooks. */
final class EventRoutes {

    private final Requests requests;
    private final EventOutcomes outcomes;

    EventRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.outcomes = new EventOutcomes(problems);
    }

    Map<String, OperationHandler> handlers() {
        return Map.ofEntries(
                Map.entry("listEvents", this::events),
                Map.entry("listWebhooks", this::list),
                Map.entry("createWebhook", this::create),
                Map.entry("getWebhook", call -> named(call, Events.FIND, outcomes.found)),
                Map.entry("replaceWebhook", this::change),
                Map.entry("removeWebhook", call -> named(call, Events.REMOVE, outcomes.removed)),
                Map.entry("enableWebhook", call -> named(call, Events.ENABLE, outcomes.found)),
                Map.entry("rotateWebhookSecret", call -> named(call, Events.ROTATE, outcomes.rotated)),
                Map.entry("listDeliveries", this::deliveries),
                Map.entry("replayDelivery", this::replayOne),
                Map.entry("replayEvents", this::replayFrom));
    }

    private static Actor.Partner by(Call call) {
        return (Actor.Partner) call.actor();
    }

    private Future<Reply> events(Call call) {
        return requests.send(
                call, Events.READ, new Events.Read(by(call), call.number("after"), call.whole("limit")), outcomes.read);
    }

    private Future<Reply> list(Call call) {
        return requests.ask(Events.LIST, new Events.ListWebhooks(by(call)))
                .map(webhooks -> Reply.personal(
                        200,
                        new EventJson.WebhookList(
                                webhooks.stream().map(EventJson.Webhook::of).toList()),
                        call.lang()));
    }

    private Future<Reply> create(Call call) {
        JsonObject body = call.body();
        return requests.send(
                call, Events.CREATE, new Events.Create(by(call), body.getString("url"), kinds(body)), outcomes.created);
    }

    private Future<Reply> change(Call call) {
        JsonObject body = call.body();
        return webhook(
                call,
                id -> requests.send(
                        call,
                        Events.CHANGE,
                        new Events.Change(by(call), id, body.getString("url"), kinds(body)),
                        outcomes.found));
    }

    private <R> Future<Reply> named(Call call, Address<Named, R> address, Outcomes<R> said) {
        return webhook(call, id -> requests.send(call, address, new Named(by(call), id), said));
    }

    private Future<Reply> deliveries(Call call) {
        return webhook(
                call,
                id -> requests.send(
                        call,
                        Events.DELIVERIES,
                        new Events.Deliveries(by(call), id, call.whole("limit"), call.text("cursor")),
                        outcomes.deliveries));
    }

    private Future<Reply> replayOne(Call call) {
        return webhook(
                call,
                id -> requests.withId(
                        call,
                        "deliveryId",
                        event -> requests.send(
                                call,
                                Events.REPLAY_ONE,
                                new Events.ReplayOne(by(call), id, event),
                                outcomes.replayed)));
    }

    private Future<Reply> replayFrom(Call call) {
        long after = call.body().getLong("after");
        return webhook(
                call,
                id -> requests.send(
                        call, Events.REPLAY_FROM, new Events.ReplayFrom(by(call), id, after), outcomes.replayed));
    }

    /** The names were checked against the contract. */
    private static Set<EventKind> kinds(JsonObject body) {
        return body.getJsonArray("events").stream()
                .map(name -> EventKind.of((String) name).orElseThrow())
                .collect(Collectors.toSet());
    }

    private Future<Reply> webhook(Call call, Function<UUID, Future<Reply>> then) {
        return requests.withId(call, "webhookId", then);
    }
}
