package org.creneau.event;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.config.EventSettings;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.event.Events.Create;
import org.creneau.event.Events.CreateResult;
import org.creneau.event.Events.DeliveriesResult;
import org.creneau.event.Events.Named;
import org.creneau.event.Events.ReadResult;
import org.creneau.event.Events.ReplayResult;
import org.creneau.event.Events.SecretResult;
import org.creneau.event.Events.WebhookResult;

/** A system's own webhooks. What is another system's is not there. */
final class WebhookService {

    private final EventSettings settings;
    private final WebhookStore store;
    private final ReplayStore replays;
    private final EventStore events;
    private final Targets targets;

    WebhookService(
            EventSettings settings, WebhookStore store, ReplayStore replays, EventStore events, Targets targets) {
        this.settings = settings;
        this.store = store;
        this.replays = replays;
        this.events = events;
        this.targets = targets;
    }

    Future<CreateResult> create(Create command) {
        return targets.to(command.url(), command.by().id()).compose(way -> {
            if (way instanceof Targets.Way.Closed closed) {
                return Future.succeededFuture(new CreateResult.BadAddress(closed.code()));
            }
            byte[] secret = Secrets.fresh();
            return store.create(command.by(), command.url(), command.kinds(), secret, settings.webhooksPerSystem())
                    .map(made -> made.<CreateResult>map(
                                    webhook -> new CreateResult.Created(webhook, Secrets.text(secret)))
                            .orElseGet(CreateResult.TooMany::new));
        });
    }

    Future<WebhookResult> find(Named command) {
        return store.find(command.by().id(), command.webhookId()).map(WebhookService::result);
    }

    /** Only who has the webhook hears what is wrong with an address. */
    Future<WebhookResult> change(Events.Change command) {
        UUID partner = command.by().id();
        return store.find(partner, command.webhookId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new WebhookResult.NotFound());
            }
            return targets.to(command.url(), partner)
                    .compose(way -> way instanceof Targets.Way.Closed closed
                            ? Future.succeededFuture(new WebhookResult.BadAddress(closed.code()))
                            : store.change(partner, command.webhookId(), command.url(), command.kinds())
                                    .map(WebhookService::result));
        });
    }

    Future<WebhookResult> remove(Named command) {
        return store.remove(command.by().id(), command.webhookId()).map(WebhookService::result);
    }

    Future<WebhookResult> enable(Named command) {
        return store.enable(command.by().id(), command.webhookId()).map(WebhookService::result);
    }

    private static WebhookResult result(Optional<Webhook> webhook) {
        return webhook.<WebhookResult>map(WebhookResult.Found::new).orElseGet(WebhookResult.NotFound::new);
    }

    Future<SecretResult> rotate(Named command) {
        byte[] secret = Secrets.fresh();
        int overlap = settings.secretOverlapHours();
        return store.rotate(command.by().id(), command.webhookId(), secret, overlap)
                .map(there ->
                        there ? new SecretResult.Made(Secrets.text(secret), overlap) : new SecretResult.NotFound());
    }

    Future<DeliveriesResult> deliveries(Events.Deliveries command) {
        Optional<Start<Long>> start = Start.ofNumber(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new DeliveriesResult.BadCursor());
        }
        int limit = command.limit();
        return store.find(command.by().id(), command.webhookId()).compose(webhook -> {
            if (webhook.isEmpty()) {
                return Future.succeededFuture(new DeliveriesResult.NotFound());
            }
            return replays.log(command.webhookId(), start.get().after(), limit + 1)
                    .map(found -> new DeliveriesResult.Found(Page.cut(found, limit, Delivery::sequence)));
        });
    }

    Future<ReplayResult> replay(Events.ReplayOne command) {
        return ifEnabled(
                new Named(command.by(), command.webhookId()),
                webhook -> replays.one(webhook.id(), command.eventId())
                        .map(again -> again.count() == 0 ? new ReplayResult.NotFound() : again));
    }

    /** With the look at the stream first: what is behind its kept end cannot be sent again, and that must be said. */
    Future<ReplayResult> replay(Events.ReplayFrom command) {
        return ifEnabled(
                new Named(command.by(), command.webhookId()),
                webhook -> events.read(command.by().organisation(), command.after(), 1)
                        .compose(read -> {
                            if (read instanceof ReadResult.Forgotten) {
                                return Future.succeededFuture(new ReplayResult.Forgotten());
                            }
                            return replays.from(webhook.id(), command.after()).map(again -> again);
                        }));
    }

    private Future<ReplayResult> ifEnabled(Named named, Function<Webhook, Future<ReplayResult>> replay) {
        return store.find(named.by().id(), named.webhookId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new ReplayResult.NotFound());
            }
            return found.get().disabledAt() == null
                    ? replay.apply(found.get())
                    : Future.succeededFuture(new ReplayResult.Disabled());
        });
    }
}
