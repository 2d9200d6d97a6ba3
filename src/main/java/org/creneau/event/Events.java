package org.creneau.event;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** What partners' systems ask about events and their webhooks. Served by {@link EventVerticle}. */
public final class Events {

    public static final Address<Read, ReadResult> READ = new Address<>("event.read");
    public static final Address<ListWebhooks, List<Webhook>> LIST = new Address<>("event.webhooks");
    public static final Address<Create, CreateResult> CREATE = new Address<>("event.webhook.create");
    public static final Address<Named, WebhookResult> FIND = new Address<>("event.webhook.find");
    public static final Address<Change, WebhookResult> CHANGE = new Address<>("event.webhook.change");
    public static final Address<Named, WebhookResult> REMOVE = new Address<>("event.webhook.remove");
    public static final Address<Named, WebhookResult> ENABLE = new Address<>("event.webhook.enable");
    public static final Address<Named, SecretResult> ROTATE = new Address<>("event.webhook.rotate");
    public static final Address<Deliveries, DeliveriesResult> DELIVERIES = new Address<>("event.deliveries");
    public static final Address<ReplayOne, ReplayResult> REPLAY_ONE = new Address<>("event.replay.one");
    public static final Address<ReplayFrom, ReplayResult> REPLAY_FROM = new Address<>("event.replay.from");

    private Events() {}

    /**
     * Events of the system's organisation, in order.
     *
     * @param after only later ones than this place in the stream; null: from the oldest that is kept
     * @param limit 1 to 500
     */
    public record Read(Actor.Partner by, @Nullable Long after, int limit) {}

    /** The answer to it. */
    public sealed interface ReadResult {
        /**
         * @param after what to ask for the next time
         * @param more whether there are more at once
         */
        record Found(List<Event> events, long after, boolean more) implements ReadResult {}

        /** Some behind this place were deleted by age. */
        record Forgotten() implements ReadResult {}

        /** There is no such place yet. */
        record NoSuchPlace() implements ReadResult {}
    }

    /** All webhooks of the system. */
    public record ListWebhooks(Actor.Partner by) {}

    /** One of its webhooks. */
    public record Named(Actor.Partner by, UUID webhookId) {}

    /** @param kinds at least one */
    public record Create(Actor.Partner by, String url, Set<EventKind> kinds) {}

    /** As {@link Create}, of one that is there. */
    public record Change(Actor.Partner by, UUID webhookId, String url, Set<EventKind> kinds) {}

    /** Whether it was made. */
    public sealed interface CreateResult {
        /** @param secret is not shown again */
        record Created(Webhook webhook, String secret) implements CreateResult {}

        /** @param code what is wrong with the address */
        record BadAddress(String code) implements CreateResult {}

        record TooMany() implements CreateResult {}
    }

    /** A webhook as it is now, or was when it was removed. */
    public sealed interface WebhookResult {
        record Found(Webhook webhook) implements WebhookResult {}

        /** @param code what is wrong with the address */
        record BadAddress(String code) implements WebhookResult {}

        record NotFound() implements WebhookResult {}
    }

    /** A new secret. */
    public sealed interface SecretResult {
        /**
         * @param secret is not shown again
         * @param overlapHours for which the one before goes on signing beside it
         */
        record Made(String secret, int overlapHours) implements SecretResult {}

        record NotFound() implements SecretResult {}
    }

    /**
     * What was sent to a webhook and what is to be sent, newest first.
     *
     * @param limit 1 to 100
     */
    public record Deliveries(
            Actor.Partner by,
            UUID webhookId,
            int limit,
            @Nullable String cursor) {}

    /** The answer to it. */
    public sealed interface DeliveriesResult {
        record Found(Page<Delivery> page) implements DeliveriesResult {}

        record NotFound() implements DeliveriesResult {}

        record BadCursor() implements DeliveriesResult {}
    }

    /** Sends an event again that was sent or given up. */
    public record ReplayOne(Actor.Partner by, UUID webhookId, UUID eventId) {}

    /** Sends again what came after a place in the stream, {@link ReplayStore#MOST_REPLAYED} events at the most. */
    public record ReplayFrom(Actor.Partner by, UUID webhookId, long after) {}

    /** What will be sent again. */
    public sealed interface ReplayResult {
        /**
         * @param count events
         * @param after the last of them: from where to go on when there are as many as one call allows
         */
        record Replaying(int count, long after) implements ReplayResult {}

        record NotFound() implements ReplayResult {}

        /** It is disabled: enable it first. */
        record Disabled() implements ReplayResult {}

        /** Some behind this place were deleted by age. */
        record Forgotten() implements ReplayResult {}
    }
}
