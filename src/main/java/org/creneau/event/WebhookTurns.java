package org.creneau.event;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.creneau.event.DeliveryStore.Addressee;

/**
 * Which webhooks a node sends to, and which are next: each gets one round at a time, and who had one comes behind all who
 * wait for theirs, however much more is due for it. One partner's webhooks get some of the places only, so that those of all
 * others go on while they are slow.
 *
 * <p>Belongs to one event loop.
 */
final class WebhookTurns {

    /** Of all places, for one partner's system. */
    private static final int SHARE = 4;

    /** Beyond it, who had a round longest ago counts as one that had none. */
    private static final int MOST_REMEMBERED = 1_000;

    private final DeliveryStore store;
    private final int places;
    private final Map<UUID, Future<?>> rounds = new HashMap<>();

    /** Who had a round, the last one at the end. */
    private final Set<UUID> served = new LinkedHashSet<>();

    WebhookTurns(DeliveryStore store, int places) {
        this.store = store;
        this.places = places;
    }

    /** Those whose turn it is, as far as there is room. */
    Future<List<Addressee>> next() {
        int room = places - rounds.size();
        return room > 0
                ? store.addressees(rounds.keySet(), served, room, Math.max(1, places / SHARE))
                : Future.succeededFuture(List.of());
    }

    /** Gives a webhook a place until its round is over. */
    void begin(UUID webhook, Future<?> round) {
        rounds.put(webhook, round);
        round.onComplete(done -> {
            rounds.remove(webhook);
            served.remove(webhook);
            served.add(webhook);
            if (served.size() > MOST_REMEMBERED) {
                served.remove(served.iterator().next());
            }
        });
    }

    /** Under way now. */
    List<Future<?>> rounds() {
        return List.copyOf(rounds.values());
    }
}
