package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.creneau.booking.Bookings.Reschedule;
import org.creneau.booking.Bookings.RescheduleResult;
import org.creneau.booking.Bookings.RescheduleResult.NoSuchSlot;
import org.creneau.booking.Bookings.RescheduleResult.NotFound;
import org.creneau.booking.Bookings.RescheduleResult.NotOpen;
import org.creneau.booking.Bookings.RescheduleResult.NotReschedulable;
import org.creneau.booking.Bookings.RescheduleResult.OfAnotherKind;
import org.creneau.booking.Bookings.RescheduleResult.Overlapping;
import org.creneau.booking.Bookings.RescheduleResult.Rescheduled;
import org.creneau.booking.Bookings.RescheduleResult.SlotClosed;
import org.creneau.booking.Bookings.RescheduleResult.SlotFull;
import org.creneau.core.DatabaseClock;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;
import org.creneau.seat.Occupant;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.TouchIndex;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Moves a booking to another slot (guide 5.5): takes the new seat, changes both bookings in one statement, gives the old
 * seat back. Whatever fails, the old appointment still stands. A repeated request finds where the booking went.
 */
final class RescheduleService {

    private static final int MAX_TRIES = 6;
    private static final long PAUSE_MILLIS = 20;

    private record Move(Reschedule command, Booking old, Slot from, Slot to) {}

    /**
     * One try of a request.
     *
     * @param newId of the new booking, the same in every try
     * @param uncertain whether an earlier try was lost on the way and may still land: then nothing is refused for certain
     * @param endNanos after which no seat is taken any more
     */
    private record Try(UUID newId, int number, boolean uncertain, long endNanos) {

        Try uncertainIf(boolean so) {
            return new Try(newId, number, uncertain || so, endNanos);
        }

        Try next() {
            return new Try(newId, number + 1, uncertain, endNanos);
        }
    }

    private final Vertx vertx;
    private final BookingSlots slots;
    private final SeatReservations reservations;
    private final BookingInserts inserts;
    private final BookingChanges changes;
    private final BookingReads reads;
    private final SeatReturns returns;
    private final SeatLedger ledger;
    private final TouchIndex touches;
    private final DatabaseClock clock;
    private final Disturbance disturbance;
    private final Unleased unleased;
    private final long limitNanos;
    private final UnderWay<Reschedule, RescheduleResult> underWay = new UnderWay<>();

    /** @param limitMillis after which a request takes no seat any more */
    RescheduleService(
            Vertx vertx,
            BookingSlots slots,
            SeatReservations reservations,
            BookingInserts inserts,
            BookingChanges changes,
            BookingReads reads,
            SeatReturns returns,
            SeatLedger ledger,
            TouchIndex touches,
            DatabaseClock clock,
            Disturbance disturbance,
            Unleased unleased,
            long limitMillis) {
        this.vertx = vertx;
        this.slots = slots;
        this.reservations = reservations;
        this.inserts = inserts;
        this.changes = changes;
        this.reads = reads;
        this.returns = returns;
        this.ledger = ledger;
        this.touches = touches;
        this.clock = clock;
        this.disturbance = disturbance;
        this.unleased = unleased;
        this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    Future<RescheduleResult> reschedule(Reschedule command) {
        return underWay.join(
                command, () -> start(command, new Try(Ids.next(), 1, false, System.nanoTime() + limitNanos)));
    }

    private Future<RescheduleResult> start(Reschedule command, Try now) {
        return reads.find(command.clientId(), command.bookingId()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new NotFound());
            }
            Booking old = found.get();
            return switch (old.state()) {
                case BOOKED -> plan(command, old, now);
                case RESCHEDULED -> moved(command, old);
                default -> Future.succeededFuture(new NotReschedulable());
            };
        });
    }

    /** It was moved before: the same answer again if that is where this request wants it. */
    private Future<RescheduleResult> moved(Reschedule command, Booking old) {
        UUID next = old.rescheduledTo();
        if (next == null) {
            return Future.succeededFuture(new NotReschedulable());
        }
        return reads.find(command.clientId(), next).compose(found -> {
            if (found.isEmpty() || !found.get().slotId().equals(command.slotId())) {
                return Future.succeededFuture(new NotReschedulable());
            }
            return seatsMoved(old, found.get()).compose(told -> answer(found.get()));
        });
    }

    private Future<RescheduleResult> plan(Reschedule command, Booking old, Try now) {
        if (old.slotId().equals(command.slotId())) {
            return answer(old); // it is there already
        }
        return slots.find(command.slotId()).compose(to -> {
            if (to.isEmpty()) {
                return Future.succeededFuture(new NoSuchSlot());
            }
            return slots.details(old).compose(details -> {
                Move move = new Move(command, old, details.slot(), to.get());
                Optional<RescheduleResult> refusal = refusal(move);
                return refusal.isPresent()
                        ? refuse(refusal.get(), now)
                        : touches.touch(old.slotId()).otherwiseEmpty().compose(noted -> attempt(move, now));
            });
        });
    }

    /** Guide 5.5: type, town and organisation stay; anything else is cancelling and booking anew. */
    private Optional<RescheduleResult> refusal(Move move) {
        Slot from = move.from();
        Slot to = move.to();
        Optional<Instant> until =
                move.command().source() == BookingSource.CLIENT ? from.reschedulableUntil() : Optional.of(from.start());
        if (until.filter(end -> clock.now().isBefore(end)).isEmpty()) {
            return Optional.of(new NotReschedulable());
        }
        if (!to.type().id().equals(from.type().id())
                || !to.organisation().id().equals(from.organisation().id())
                || !to.location().city().id().equals(from.location().city().id())) {
            return Optional.of(new OfAnotherKind());
        }
        if (to.publication() != Slot.Publication.PUBLISHED || !clock.now().isBefore(to.start())) {
            return Optional.of(new SlotClosed());
        }
        return clock.now().plus(clock.uncertainty()).isBefore(to.opensAt())
                ? Optional.of(new NotOpen(to.opensAt()))
                : Optional.empty();
    }

    private Future<RescheduleResult> attempt(Move move, Try now) {
        Reschedule command = move.command();
        return reservations
                .reserve(command.slotId(), now.newId(), command.clientId(), now.endNanos())
                .compose(reservation -> {
                    if (reservation instanceof Reservation.Reserved reserved) {
                        return record(move, reserved, now);
                    }
                    if (reservation instanceof Reservation.Full) {
                        return refuse(new SlotFull(), now.uncertainIf(disturbance.possible()));
                    }
                    // A seat there by another booking: an earlier attempt that went through, or one that is over.
                    return again(command, now, null);
                });
    }

    private Future<RescheduleResult> record(Move move, Reservation.Reserved reserved, Try now) {
        Reschedule command = move.command();
        NewBooking next = new NewBooking(
                now.newId(),
                command.slotId(),
                reserved.seat(),
                command.clientId(),
                move.to().type().id(),
                command.actor(),
                command.source(),
                null,
                0,
                reserved.deadlineMillis());
        return changes.reschedule(move.old(), next).transform(done -> {
            if (done.succeeded() && done.result().isPresent()) {
                return finish(move, done.result().get());
            }
            if (done.succeeded()) {
                return explain(move, next, now);
            }
            return switch (DatabaseFailure.of(done.cause())) {
                case CONFLICT, REFUSED -> explain(move, next, now);
                // Lost on the way or not done: the statement is repeated with the same id and seat, after a look.
                case UNKNOWN ->
                    reserved.leased()
                            ? again(command, now.uncertainIf(true), done.cause())
                            // Without a lease, nobody would know of it: only when it can no longer land.
                            : vertx.timer(unleased.millisLeft(next.deadlineMillis()))
                                    .compose(over -> again(command, now, done.cause()));
                case REPEAT, NOT_DONE -> again(command, now, done.cause());
            };
        });
    }

    private Future<RescheduleResult> finish(Move move, Booking booking) {
        return seatsMoved(move.old(), booking).map(told -> new Rescheduled(new Bookings.Details(booking, move.to())));
    }

    /** Tells Redis, which may have been told before; what does not arrive, the sweeper finds. */
    private Future<Void> seatsMoved(Booking old, Booking next) {
        returns.confirm(next.slotId(), next.seat(), next.id());
        return returns.giveBackRecorded(old.slotId(), old.seat(), old.id()).otherwiseEmpty();
    }

    private Future<RescheduleResult> explain(Move move, NewBooking next, Try now) {
        return inserts.conflicts(List.of(next))
                .recover(DatabaseFailures::translate)
                .compose(conflicts -> explain(move, next, Objects.requireNonNull(conflicts.get(next.id())), now));
    }

    private Future<RescheduleResult> explain(Move move, NewBooking next, Conflict conflict, Try now) {
        Booking own = conflict.own();
        if (own != null) {
            return finish(move, own); // an attempt whose answer was lost
        }
        Conflict.Occupied taken = conflict.sameSeat();
        if (taken != null) {
            return ledger.mark(next.slotId(), new Occupant(next.seat(), taken.bookingId(), taken.clientId()))
                    .otherwiseEmpty() // the sweeper tells Redis what could not be told
                    .compose(marked -> again(move.command(), now, null));
        }
        Optional<RescheduleResult> refusal = refusal(conflict);
        if (now.uncertain()) {
            return refusal.isPresent() ? refuse(refusal.get(), now) : again(move.command(), now, null);
        }
        if (refusal.isPresent()) {
            returns.giveBackLease(next.slotId(), next.seat(), next.id());
            return Future.succeededFuture(refusal.get());
        }
        // The old booking is no longer booked, or the deadline passed: start() sees which.
        return returns.giveBackLease(next.slotId(), next.seat(), next.id())
                .otherwiseEmpty()
                .compose(returned -> again(move.command(), now, null));
    }

    private static Optional<RescheduleResult> refusal(Conflict conflict) {
        if (conflict.slotClosed()) {
            return Optional.of(new SlotClosed());
        }
        return conflict.overlapping()
                ? Optional.of(new Overlapping())
                : conflict.opensLater().map(NotOpen::new);
    }

    private static Future<RescheduleResult> refuse(RescheduleResult refusal, Try now) {
        return now.uncertain()
                ? Future.failedFuture(new Unavailable("the outcome of rescheduling a booking", null))
                : Future.succeededFuture(refusal);
    }

    private Future<RescheduleResult> again(Reschedule command, Try now, @Nullable Throwable cause) {
        if (now.number() >= MAX_TRIES) {
            return Future.failedFuture(new Unavailable("rescheduling a booking", cause));
        }
        return vertx.timer(PAUSE_MILLIS << (now.number() - 1)).compose(paused -> start(command, now.next()));
    }

    private Future<RescheduleResult> answer(Booking booking) {
        return slots.details(booking).map(Rescheduled::new);
    }
}
