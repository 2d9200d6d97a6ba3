package org.creneau.booking;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.creneau.seat.Reach;

/**
 * Slots in which an instance handed out seats without Redis. If Redis comes back with the data that it had, it believes
 * these seats to be free, and each would cost a conflict; so such a slot is loaded anew before the instance takes seats of
 * it in Redis again, and all of them as soon as Redis is back. Other slots stay as they are, with the leases in them.
 *
 * <p>A slot that is missing here (there were too many, or the node died) costs conflicts, of which the third of a request
 * loads it anew, too, and the sweeper finds it: it is noted there as well.
 *
 * <p>Belongs to one event loop.
 */
final class StaleSlots {

    private static final int MAX_SLOTS = 10_000;

    private final SeatLoader loader;
    private final Reach reach;
    private final Set<UUID> slots = new LinkedHashSet<>();
    private boolean refreshing;

    StaleSlots(Vertx vertx, SeatLoader loader, Reach reach) {
        this.loader = loader;
        this.reach = reach;
        Context context = vertx.getOrCreateContext();
        reach.onBack(() -> context.runOnContext(back -> refreshAll()));
    }

    void add(UUID slotId) {
        if (slots.size() < MAX_SLOTS) {
            slots.add(slotId);
        }
    }

    boolean contains(UUID slotId) {
        return !slots.isEmpty() && slots.contains(slotId);
    }

    /** Loads the slot anew. Should Redis go away meanwhile and more seats be handed out, the slot stays stale. */
    Future<Void> refresh(UUID slotId) {
        return loader.reload(slotId).onSuccess(loaded -> {
            if (!reach.away()) {
                slots.remove(slotId);
            }
        });
    }

    /** One slot after the other: those that somebody wants are loaded at once beside this. */
    private void refreshAll() {
        if (!refreshing && !slots.isEmpty() && !reach.away()) {
            refreshing = true;
            refresh(slots.iterator().next()).onComplete(done -> {
                refreshing = false;
                if (done.succeeded()) {
                    refreshAll();
                }
            });
        }
    }
}
