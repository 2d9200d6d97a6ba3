package org.creneau.booking;

import io.vertx.core.Future;
import org.creneau.core.Rounds;

/**
 * Ends bookings soon after their slot is over, so that the client may book the type again, and some days later marks
 * those whose attendance nobody marked (guide 5.2: « Passé », « Complété », « Manqué »).
 */
record Settlement(SettlementChanges changes) {

    /** All that is due. */
    Future<Void> settle() {
        return Rounds.whileTrue(() -> changes.end().map(slots -> slots > 0))
                .compose(ended -> Rounds.whileTrue(() -> changes.mark().map(slots -> slots > 0)));
    }
}
