package org.creneau.booking;

import io.vertx.core.Future;
import java.util.function.IntFunction;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Rounds;

/**
 * Ends bookings soon after their slot is over, so that the client may book the type again, and some days later marks
 * those whose attendance nobody marked (guide 5.2: « Passé », « Complété », « Manqué »).
 */
record Settlement(SettlementChanges changes) {

    /** All that is due. */
    Future<Void> settle() {
        return all(changes::end).compose(ended -> all(changes::mark));
    }

    /** What takes longer than a statement may is done by halves, or it would be due for ever. */
    private static Future<Void> all(IntFunction<Future<Integer>> change) {
        int[] parts = {1};
        return Rounds.whileTrue(() -> change.apply(parts[0])
                .map(slots -> slots > 0)
                .recover(failure -> {
                    if (!DatabaseFailures.tookTooLong(failure) || 2 * parts[0] > SettlementChanges.MOST_SLOTS) {
                        return Future.failedFuture(failure);
                    }
                    parts[0] *= 2;
                    return Future.succeededFuture(true);
                }));
    }
}
