package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.creneau.booking.SlotSeats;
import org.creneau.core.Rounds;

/** Withdraws seats that come free, in slots whose capacity is larger than wanted. All nodes do it. */
final class CapacityPursuit {

    /** Slots in one go; there are hardly ever more. */
    private static final int MOST = 200;

    private final Vertx vertx;
    private final PublishedSlotStore slots;
    private final long timeoutMillis;

    CapacityPursuit(Vertx vertx, PublishedSlotStore slots, long timeoutMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.timeoutMillis = timeoutMillis;
    }

    Future<Void> pursue() {
        return slots.forgetUnreached()
                .compose(forgotten -> slots.unreached(MOST))
                .compose(this::adjust);
    }

    private Future<Void> adjust(List<UUID> unreached) {
        Iterator<UUID> next = unreached.iterator();
        return Rounds.whileTrue(() -> next.hasNext()
                ? SlotSeats.ADJUST
                        .request(vertx, new SlotSeats.Adjust(next.next()), timeoutMillis)
                        .map(true)
                : Future.succeededFuture(false));
    }
}
