package org.creneau.http.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.creneau.event.Delivery;
import org.creneau.event.Event;
import org.creneau.event.EventKind;
import org.creneau.event.Events.ReadResult;
import org.creneau.http.Times;
import org.jspecify.annotations.Nullable;

/** Events and webhooks as JSON. */
final class EventJson {

    private EventJson() {}

    static JsonObject feed(ReadResult.Found found) {
        return new JsonObject()
                .put(
                        "items",
                        new JsonArray(found.events().stream().map(Event::toJson).toList()))
                .put("after", found.after())
                .put("more", found.more());
    }

    record Webhook(
            String id,
            String url,
            List<String> events,
            String createdAt,
            @Nullable String failingSince,
            @Nullable String disabledAt,
            @Nullable String disabledReason) {

        static Webhook of(org.creneau.event.Webhook webhook) {
            return new Webhook(
                    webhook.id().toString(),
                    webhook.url(),
                    webhook.kinds().stream().map(EventKind::text).toList(),
                    Times.in(webhook.createdAt(), ZoneOffset.UTC),
                    time(webhook.failingSince()),
                    time(webhook.disabledAt()),
                    webhook.disabledReason());
        }
    }

    record NewWebhook(Webhook webhook, String secret) {}

    record WebhookList(List<Webhook> items) {}

    record Secret(String secret, int overlapHours) {}

    record Replay(int count, long after) {}

    record Sent(
            String id,
            long sequence,
            String type,
            String state,
            int attempts,
            @Nullable String lastAttemptAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable String nextAttemptAt,
            List<Attempt> log) {

        static Sent of(Delivery delivery) {
            return new Sent(
                    delivery.id().toString(),
                    delivery.sequence(),
                    delivery.kind().text(),
                    delivery.state().name(),
                    delivery.attempts(),
                    time(delivery.lastAttemptAt()),
                    delivery.lastStatus(),
                    delivery.lastError(),
                    time(delivery.nextAttemptAt()),
                    delivery.log().stream().map(Attempt::of).toList());
        }
    }

    record Attempt(
            String at, @Nullable Integer status, @Nullable String error) {

        static Attempt of(Delivery.Attempt attempt) {
            return new Attempt(Times.in(attempt.at(), ZoneOffset.UTC), attempt.status(), attempt.error());
        }
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Times.in(time, ZoneOffset.UTC);
    }
}
