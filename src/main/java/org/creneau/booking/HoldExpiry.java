package org.creneau.booking;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;
import org.creneau.booking.HoldChanges.Due;
import org.creneau.seat.TouchIndex;

/**
 * Ends what is held at the moment at which its time is over, many at once. Every node does it; what two of them do at the
 * same time is done once. Should the one that did it die before Redis is told, the sweeper finds the seat.
 */
final class HoldExpiry {

    /** How far to look ahead: longer than the pause, so that nothing ends unseen in between. */
    private static final long AHEAD_MILLIS = 1_000;

    /** What is held in one statement: well below the statement time-out. */
    private static final int MOST = 500;

    private final HoldChanges changes;
    private final TouchIndex touches;
    private final SeatReturns returns;
    private final BookingMetrics metrics;
    private final long pauseMillis;

    /** @param pauseMillis until the next round, when nothing ends before; less than a second */
    HoldExpiry(HoldChanges changes, TouchIndex touches, SeatReturns returns, BookingMetrics metrics, long pauseMillis) {
        this.changes = changes;
        this.touches = touches;
        this.returns = returns;
        this.metrics = metrics;
        this.pauseMillis = pauseMillis;
    }

    /** Ends what is over, and tells in how many milliseconds to do so again. */
    Future<Long> round() {
        return changes.due(AHEAD_MILLIS, MOST).compose(due -> {
            List<Due> over = due.stream().filter(Due::over).toList();
            if (!over.isEmpty()) {
                return end(over).map(done -> 1L); // perhaps there were more
            }
            long next = due.stream().mapToLong(Due::millisLeft).min().orElse(pauseMillis);
            return Future.succeededFuture(Math.min(next, pauseMillis));
        });
    }

    private Future<Void> end(List<Due> over) {
        List<Future<Void>> notes =
                over.stream().map(Due::slotId).distinct().map(touches::touch).toList();
        return Future.join(notes)
                // Redis away: the slots are noted when it is back, and the sweeper finds the seats.
                .otherwiseEmpty()
                .compose(noted -> changes.end(over.stream().map(Due::id).collect(Collectors.toSet())))
                .map(ended -> {
                    metrics.holdsEnded(ended.size());
                    over.stream()
                            .filter(one -> ended.contains(one.id()))
                            .forEach(one -> returns.giveBackRecorded(one.slotId(), one.seat(), one.id()));
                    return null;
                });
    }
}
