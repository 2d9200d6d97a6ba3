package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.creneau.booking.Bookings.Cancel;
import org.creneau.booking.Bookings.CancelResult;
import org.creneau.booking.Bookings.CancelResult.Cancelled;
import org.creneau.booking.Bookings.CancelResult.NotCancellable;
import org.creneau.booking.Bookings.CancelResult.NotFound;
import org.creneau.core.Unavailable;
import org.creneau.seat.TouchIndex;

/** Cancels a booking (guide 5.4): PostgreSQL first, then the seat goes back in Redis. */
final class CancelService {

    private static final int MAX_ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 50;

    private final Vertx vertx;
    private final BookingSlots slots;
    private final BookingReads reads;
    private final BookingChanges changes;
    private final TouchIndex touches;
    private final SeatReturns returns;

    CancelService(
            Vertx vertx,
            BookingSlots slots,
            BookingReads reads,
            BookingChanges changes,
            TouchIndex touches,
            SeatReturns returns) {
        this.vertx = vertx;
        this.slots = slots;
        this.reads = reads;
        this.changes = changes;
        this.touches = touches;
        this.returns = returns;
    }

    Future<CancelResult> cancel(Cancel command) {
        return cancel(command, 1);
    }

    private Future<CancelResult> cancel(Cancel command, int attempt) {
        return reads.find(command.clientId(), command.bookingId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new NotFound());
            }
            Booking booking = found.get();
            return switch (booking.state()) {
                case BOOKED -> cancel(command, booking, attempt);
                // Cancelled before, perhaps by an attempt whose answer was lost: the same answer again.
                case CANCELLED -> cancelled(booking);
                default -> Future.succeededFuture(new NotCancellable());
            };
        });
    }

    private Future<CancelResult> cancel(Cancel command, Booking booking, int attempt) {
        return touches.touch(booking.slotId())
                // Redis away: the slot is noted when it is back, and the sweeper finds the seat.
                .otherwiseEmpty()
                .compose(noted -> changes.cancel(command))
                .transform(done -> {
                    if (done.failed()) {
                        return again(command, attempt, done.cause());
                    }
                    Optional<Booking> cancelled = done.result();
                    if (cancelled.isPresent()) {
                        return cancelled(cancelled.get());
                    }
                    // Not allowed, or another request was faster: the booking as it is now tells which.
                    return reads.find(command.clientId(), command.bookingId())
                            .compose(now -> now.isPresent() && now.get().state() == BookingState.CANCELLED
                                    ? cancelled(now.get())
                                    : Future.succeededFuture(new NotCancellable()));
                });
    }

    /** The outcome is unknown or it was not done; finding out and repeating are the same. */
    private Future<CancelResult> again(Cancel command, int attempt, Throwable failure) {
        if (attempt >= MAX_ATTEMPTS) {
            return Future.failedFuture(new Unavailable("PostgreSQL, cancelling a booking", failure));
        }
        return vertx.timer(PAUSE_MILLIS).compose(paused -> cancel(command, attempt + 1));
    }

    private Future<CancelResult> cancelled(Booking booking) {
        // Waited for so that the next search or booking finds the seat free, but it is cancelled whatever Redis says.
        return SeatReturns.heard(returns.giveBackRecorded(booking.slotId(), booking.seat(), booking.id()))
                .compose(returned -> slots.details(booking))
                .map(Cancelled::new);
    }
}
