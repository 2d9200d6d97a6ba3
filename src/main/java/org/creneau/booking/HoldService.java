package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;
import org.creneau.booking.HoldReads.Held;
import org.creneau.booking.Holds.Confirm;
import org.creneau.booking.Holds.ConfirmResult;
import org.creneau.booking.Holds.ConfirmResult.Confirmed;
import org.creneau.booking.Holds.ConfirmResult.Over;
import org.creneau.booking.Holds.ConfirmResult.SlotClosed;
import org.creneau.booking.Holds.Release;
import org.creneau.booking.Holds.ReleaseResult;
import org.creneau.booking.Holds.ReleaseResult.Released;
import org.creneau.booking.Holds.ReleaseResult.WasConfirmed;
import org.creneau.core.Unavailable;
import org.creneau.seat.TouchIndex;

/**
 * Confirms and releases what {@link BookService} holds. A confirmation changes no seat, so Redis need not hear of it; a
 * seat that is released goes back in PostgreSQL first.
 *
 * <p>Both may be repeated: the statement does nothing the second time, and a look at the row then tells what became of it.
 */
final class HoldService {

    private static final int MAX_ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 50;

    private final Vertx vertx;
    private final BookingSlots slots;
    private final HoldReads reads;
    private final HoldChanges changes;
    private final TouchIndex touches;
    private final SeatReturns returns;

    HoldService(
            Vertx vertx,
            BookingSlots slots,
            HoldReads reads,
            HoldChanges changes,
            TouchIndex touches,
            SeatReturns returns) {
        this.vertx = vertx;
        this.slots = slots;
        this.reads = reads;
        this.changes = changes;
        this.touches = touches;
        this.returns = returns;
    }

    Future<ConfirmResult> confirm(Confirm command) {
        return repeated(() -> confirmOnce(command), 1);
    }

    private Future<Optional<ConfirmResult>> confirmOnce(Confirm command) {
        return changes.confirm(command.clientId(), command.holdId(), command.actor())
                .compose(done -> done.isPresent()
                        ? confirmed(done.get())
                        : reads.find(command.clientId(), command.holdId()).compose(this::notConfirmed));
    }

    /** Empty: what stood in the way is gone. */
    private Future<Optional<ConfirmResult>> notConfirmed(Optional<Held> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Optional.of(new ConfirmResult.NotFound()));
        }
        Held held = found.get();
        if (held.booking().expiresAt() == null) {
            return confirmed(held.booking()); // before, perhaps by an attempt whose answer was lost
        }
        if (!held.lasting()) {
            return Future.succeededFuture(Optional.of(new Over()));
        }
        return Future.succeededFuture(held.slotOpen() ? Optional.empty() : Optional.of(new SlotClosed()));
    }

    private Future<Optional<ConfirmResult>> confirmed(Booking booking) {
        return slots.details(booking).map(details -> Optional.of(new Confirmed(details)));
    }

    Future<ReleaseResult> release(Release command) {
        return repeated(() -> releaseOnce(command), 1);
    }

    private Future<Optional<ReleaseResult>> releaseOnce(Release command) {
        return reads.find(command.clientId(), command.holdId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.of(new ReleaseResult.NotFound()));
            }
            Booking booking = found.get().booking();
            if (booking.expiresAt() == null) {
                return Future.succeededFuture(Optional.of(new WasConfirmed()));
            }
            return booking.state() == BookingState.HELD
                    ? touches.touch(booking.slotId())
                            // Redis away: the slot is noted when it is back, and the sweeper finds the seat.
                            .otherwiseEmpty()
                            .compose(noted -> changes.release(command))
                            .compose(done -> done.isPresent() ? released(done.get()) : empty())
                    : released(booking);
        });
    }

    private Future<Optional<ReleaseResult>> released(Booking booking) {
        // Waited for so that the next search or booking finds the seat free, but it is released whatever Redis says.
        return SeatReturns.heard(returns.giveBackRecorded(booking.slotId(), booking.seat(), booking.id()))
                .compose(returned -> slots.details(booking))
                .map(details -> Optional.of(new Released(details)));
    }

    Future<Holds.Held> list(Holds.List command) {
        return reads.of(command.clientId(), command.organisation())
                .compose(slots::details)
                .map(Holds.Held::new);
    }

    private static <T> Future<Optional<T>> empty() {
        return Future.succeededFuture(Optional.empty());
    }

    /** The outcome is unknown, or the row changed between two looks: finding out and repeating are the same. */
    private <T> Future<T> repeated(Supplier<Future<Optional<T>>> once, int attempt) {
        return once.get().transform(done -> {
            if (done.succeeded() && done.result().isPresent()) {
                return Future.succeededFuture(done.result().get());
            }
            if (attempt >= MAX_ATTEMPTS) {
                return Future.failedFuture(new Unavailable("PostgreSQL, changing what is held", done.cause()));
            }
            return vertx.timer(PAUSE_MILLIS).compose(paused -> repeated(once, attempt + 1));
        });
    }
}
