package org.creneau.booking;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Ends bookings soon after their slot is over, so that the client may book the type again, and some days later marks
 * those whose attendance nobody marked (guide 5.2: « Passé », « Complété », « Manqué »).
 */
record Settlement(SettlementChanges changes) {

    /** All that is due. */
    Future<Void> settle() {
        return untilNoneIsLeft(changes::end).compose(ended -> untilNoneIsLeft(changes::mark));
    }

    private static Future<Void> untilNoneIsLeft(Supplier<Future<Integer>> some) {
        return some.get().compose(slots -> slots == 0 ? Future.succeededFuture() : untilNoneIsLeft(some));
    }
}
