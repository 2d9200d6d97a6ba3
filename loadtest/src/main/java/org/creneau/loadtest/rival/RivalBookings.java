package org.creneau.loadtest.rival;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.creneau.booking.BookingClient;
import org.creneau.booking.Bookings;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotDirectory;

/**
 * Books as a strategy does; all else is the node's own. Cancelling leaves the strategy's own notes of the seat as they
 * are: a freed seat is not sold again.
 */
final class RivalBookings implements BookingClient {

    private static final int MAX_TRIES = 6;
    private static final long PAUSE_MILLIS = 5;

    private final Vertx vertx;
    private final BookingClient own;
    private final SlotDirectory slots;
    private final SeatTaking strategy;

    RivalBookings(Vertx vertx, BookingClient own, SlotDirectory slots, SeatTaking strategy) {
        this.vertx = vertx;
        this.own = own;
        this.slots = slots;
        this.strategy = strategy;
    }

    @Override
    public Future<BookResult> book(Bookings.Book command) {
        Context caller = vertx.getOrCreateContext();
        Promise<BookResult> answer = Promise.promise();
        find(command).onComplete(done -> {
            if (Vertx.currentContext() == caller) {
                answer.handle(done);
            } else {
                // Something shared by several event loops, such as a slot that was being loaded, came in between.
                caller.runOnContext(back -> answer.handle(done));
            }
        });
        return answer.future();
    }

    private Future<BookResult> find(Bookings.Book command) {
        Slot known = slots.find(command.slotId());
        if (known != null) {
            return attempt(wish(command, known), 1);
        }
        return slots.load(List.of(command.slotId())).compose(found -> {
            Slot slot = found.get(command.slotId());
            return slot == null ? Future.succeededFuture(new BookResult.NoSuchSlot()) : attempt(wish(command, slot), 1);
        });
    }

    private static Wish wish(Bookings.Book command, Slot slot) {
        UUID id = Ids.next();
        return new Wish(id, slot, command.clientId(), command.source(), command.requestKey());
    }

    private Future<BookResult> attempt(Wish wish, int attempt) {
        return strategy.take(wish).recover(DatabaseFailures::translate).compose(outcome -> {
            if (outcome instanceof Attempt.Made made) {
                return Future.succeededFuture(new BookResult.Booked(new Bookings.Details(made.booking(), wish.slot())));
            }
            if (outcome instanceof Attempt.Refused refused) {
                return Future.succeededFuture(refused.answer());
            }
            return attempt == MAX_TRIES
                    ? Future.failedFuture(new Unavailable("a seat, after several attempts", null))
                    : vertx.timer(PAUSE_MILLIS << attempt).compose(paused -> attempt(wish, attempt + 1));
        });
    }

    @Override
    public Future<Bookings.CancelResult> cancel(Bookings.Cancel command) {
        return own.cancel(command);
    }

    @Override
    public Future<Bookings.RescheduleResult> reschedule(Bookings.Reschedule command) {
        return own.reschedule(command);
    }

    @Override
    public Future<Bookings.FindResult> find(Bookings.Find command) {
        return own.find(command);
    }

    @Override
    public Future<Bookings.ListResult> list(Bookings.List command) {
        return own.list(command);
    }
}
