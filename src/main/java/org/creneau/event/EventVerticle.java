package org.creneau.event;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link Events}. */
final class EventVerticle extends VerticleBase {

    private final EventStore events;
    private final WebhookStore webhooks;
    private final WebhookService service;

    EventVerticle(EventStore events, WebhookStore webhooks, WebhookService service) {
        this.events = events;
        this.webhooks = webhooks;
        this.service = service;
    }

    @Override
    public Future<?> start() {
        Events.READ.serve(vertx, command -> events.read(command.by().organisation(), command.after(), command.limit()));
        Events.LIST.serve(vertx, command -> webhooks.all(command.by().id()));
        Events.CREATE.serve(vertx, service::create);
        Events.FIND.serve(vertx, service::find);
        Events.CHANGE.serve(vertx, service::change);
        Events.REMOVE.serve(vertx, service::remove);
        Events.ENABLE.serve(vertx, service::enable);
        Events.ROTATE.serve(vertx, service::rotate);
        Events.DELIVERIES.serve(vertx, service::deliveries);
        Events.REPLAY_ONE.serve(vertx, service::replay);
        Events.REPLAY_FROM.serve(vertx, service::replay);
        return Future.succeededFuture();
    }
}
