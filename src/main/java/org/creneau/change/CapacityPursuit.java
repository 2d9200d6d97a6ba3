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

    /** Slots in one go; the next time goes on behind them. */
    private static final int MOST = 200;

    private static final UUID FIRST = new UUID(0, 0);

    private final Vertx vertx;
    private final PublishedSlotStore slots;
    private final long timeoutMillis;
    private UUID after = FIRST;

    CapacityPursuit(Vertx vertx, PublishedSlotStore slots, long timeoutMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.timeoutMillis = timeoutMillis;
    }

    Future<Void> pursue() {
        return slots.forgetUnreached()
                .compose(forgotten -> slots.unreached(after, MOST))
                .compose(unreached -> {
                    after = unreached.size() < MOST ? FIRST : unreached.get(MOST - 1);
                    return adjust(unreached);
                });
    }

    private Future<Void> adjust(List<UUID> unreached) {
        Iterator<UUID> next = unreached.iterator();
        return Rounds.whileTrue(() -> next.hasNext()
                ? SlotSeats.ADJUST
                        .request(vertx, new SlotSeats.Adjust(next.next()), timeoutMillis)
                        // What failed is tried again in the next round; it holds nobody else up.
                        .transform(done -> Future.succeededFuture(true))
                : Future.succeededFuture(false));
    }
}
