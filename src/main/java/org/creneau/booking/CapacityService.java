package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.creneau.booking.SlotSeats.Adjust;
import org.creneau.booking.SlotSeats.Adjusted;
import org.creneau.booking.WithdrawalChanges.Plan;
import org.creneau.core.DatabaseClock;
import org.creneau.core.DatabaseFailures;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;
import org.creneau.seat.SeatLedger;
import org.creneau.seat.Seats;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;

/**
 * Brings the capacity of slots towards what is wanted, while people book. A seat is withdrawn as it is booked: taken in
 * Redis as a lease, then recorded under the unique index of the seats, then confirmed. So it was free, and nobody else
 * gets it. While Redis is away the numbers come from PostgreSQL, whose index decides alone.
 *
 * <p>In rounds, each of which looks anew: what a round could not do, or another node did, the next one sees.
 *
 * <p>Belongs to one event loop.
 */
final class CapacityService {

    /** Seats in one round: one call to Redis, one statement. */
    private static final int BATCH = 500;

    /** Enough for ten thousand seats, and as many failed rounds again. */
    private static final int MAX_ROUNDS = 60;

    private static final long PAUSE_MILLIS = 20;

    /** @param withdrawn seats, so far */
    private record Work(UUID slotId, int withdrawn, int round) {

        Work next(int more) {
            return new Work(slotId, withdrawn + more, round + 1);
        }
    }

    /**
     * Seats on their way out.
     *
     * @param turn in which they were taken
     * @param seats by the id of the booking that is to occupy each
     * @param deadline by PostgreSQL's clock, in milliseconds, after which they are not recorded any more
     */
    private record Leased(UUID slotId, UUID turn, Map<UUID, Integer> seats, long deadline) {

        List<SeatLedger.Held> held() {
            List<SeatLedger.Held> held = new ArrayList<>(seats.size());
            seats.forEach((id, seat) -> held.add(new SeatLedger.Held(seat, id)));
            return held;
        }
    }

    private final Vertx vertx;
    private final Seats seats;
    private final SeatLedger ledger;
    private final SeatLoader loader;
    private final FreeSeatReads freeSeats;
    private final WithdrawalChanges changes;
    private final CapacityTurns turns;
    private final DatabaseClock clock;
    private final long deadlineMillis;

    /** @param deadlineMillis after which a seat that was taken is not recorded any more */
    CapacityService(
            Vertx vertx,
            Seats seats,
            SeatLoader loader,
            FreeSeatReads freeSeats,
            WithdrawalChanges changes,
            CapacityTurns turns,
            DatabaseClock clock,
            long deadlineMillis) {
        this.vertx = vertx;
        this.seats = seats;
        this.ledger = seats.ledger();
        this.loader = loader;
        this.freeSeats = freeSeats;
        this.changes = changes;
        this.turns = turns;
        this.clock = clock;
        this.deadlineMillis = deadlineMillis;
    }

    Future<Adjusted> adjust(Adjust command) {
        return round(new Work(command.slotId(), 0, 1)).recover(DatabaseFailures::translate);
    }

    private Future<Adjusted> round(Work work) {
        return plan(work.slotId()).compose(plan -> round(work, plan));
    }

    private Future<Plan> plan(UUID slotId) {
        return changes.plan(slotId)
                .map(found -> found.orElseThrow(
                        () -> new IllegalStateException("there is no slot " + slotId))); // never deleted
    }

    /** If that cannot be said now, it is over in a while. */
    private Future<Boolean> end(UUID slotId, UUID turn) {
        return turns.end(slotId, turn).otherwise(false);
    }

    /** Nothing is withdrawn: whoever waits need not wait until the turn is over by itself. */
    private <T> Future<T> endAndFail(UUID slotId, UUID turn, Throwable failure) {
        return end(slotId, turn).compose(ended -> Future.failedFuture(failure));
    }

    private Future<Adjusted> round(Work work, Plan plan) {
        Integer wanted = plan.wanted();
        if (wanted == null || work.round() > MAX_ROUNDS) {
            return Future.succeededFuture(
                    new Adjusted(plan.capacity(), wanted == null ? plan.capacity() : wanted, work.withdrawn()));
        }
        if (plan.capacity() == wanted) {
            return changes.reached(work.slotId(), plan.version()).compose(done -> round(work.next(0)));
        }
        return plan.capacity() < wanted ? raise(work, plan, wanted) : lower(work, plan, wanted);
    }

    /** Only in turn: of two that took seats side by side, one would have to give them back, and people hear "full". */
    private Future<Adjusted> lower(Work work, Plan plan, int wanted) {
        return isFull(work.slotId())
                .compose(full -> full
                        ? Future.succeededFuture(new Adjusted(plan.capacity(), wanted, work.withdrawn()))
                        : inTurn(work, plan, wanted));
    }

    private Future<Adjusted> inTurn(Work work, Plan plan, int wanted) {
        UUID turn = Ids.next();
        return turns.take(work.slotId(), turn)
                .compose(ours -> ours
                        // Looked at again: it was seen before whoever had the turn last was through.
                        ? plan(work.slotId())
                                .recover(failure -> endAndFail(work.slotId(), turn, failure))
                                .compose(now -> now.version() == plan.version()
                                        ? lower(
                                                work,
                                                plan,
                                                turn,
                                                new Adjusted(plan.capacity(), wanted, work.withdrawn()))
                                        : end(work.slotId(), turn).compose(ended -> round(work.next(0))))
                        : again(work));
    }

    /** Most slots are full most of the time while this goes on: then there is nothing to do, and no turn to take. */
    private Future<Boolean> isFull(UUID slotId) {
        return seats.left(List.of(slotId))
                .map(left -> left.getOrDefault(slotId, 1) == 0)
                .otherwise(false);
    }

    private Future<Adjusted> lower(Work work, Plan plan, UUID turn, Adjusted sofar) {
        UUID slotId = work.slotId();
        long deadline = clock.now().toEpochMilli() + deadlineMillis;
        return take(slotId, Math.min(sofar.capacity() - sofar.wanted(), BATCH), deadline)
                .recover(failure -> endAndFail(slotId, turn, failure))
                .compose(taken -> taken.isEmpty()
                        ? end(slotId, turn).map(sofar)
                        : withdraw(work, plan, new Leased(slotId, turn, taken, deadline)));
    }

    /** Free seats, each for a booking to be. */
    private Future<Map<UUID, Integer>> take(UUID slotId, int most, long deadline) {
        return seats.touches()
                .touch(slotId)
                .compose(noted -> takeInRedis(slotId, most, deadline, true))
                .recover(failure -> failure instanceof Unavailable
                        ? takeInDatabase(slotId, most) // Redis is told by the sweeper when it is back
                        : Future.failedFuture(failure));
    }

    private Future<Map<UUID, Integer>> takeInRedis(UUID slotId, int most, long deadline, boolean load) {
        List<TakeRequest> requests = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            UUID id = Ids.next();
            requests.add(new TakeRequest(id, id, deadline));
        }
        return ledger.take(slotId, requests, false).compose(result -> {
            if (result instanceof TakeResult.Answered answered) {
                return Future.succeededFuture(taken(requests, answered.answers()));
            }
            return load
                    ? loader.load(slotId).compose(loaded -> takeInRedis(slotId, most, deadline, false))
                    : Future.failedFuture(new Unavailable("the seats of a slot in Redis", null));
        });
    }

    private static Map<UUID, Integer> taken(List<TakeRequest> requests, List<TakeAnswer> answers) {
        Map<UUID, Integer> taken = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof TakeAnswer.Taken seat) {
                taken.put(requests.get(i).bookingId(), seat.seat());
            }
        }
        return taken;
    }

    private Future<Map<UUID, Integer>> takeInDatabase(UUID slotId, int most) {
        FreeSeatReads.Question question = new FreeSeatReads.Question(
                slotId, most, ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        return freeSeats.read(List.of(question)).map(free -> {
            Map<UUID, Integer> taken = new HashMap<>();
            Optional.ofNullable(free.get(slotId))
                    .ifPresent(found -> found.seats().forEach(seat -> taken.put(Ids.next(), seat)));
            return taken;
        });
    }

    private Future<Adjusted> withdraw(Work work, Plan plan, Leased leased) {
        return changes.withdraw(leased.slotId(), leased.turn(), leased.seats(), plan.version(), leased.deadline())
                .transform(done -> {
                    if (done.succeeded() && done.result()) {
                        return confirmed(work, leased);
                    }
                    if (done.succeeded()) {
                        return leave(leased).compose(left -> again(work)); // the capacity was changed meanwhile
                    }
                    return switch (DatabaseFailure.of(done.cause())) {
                        // PostgreSQL knows better than Redis who has one of these seats.
                        case CONFLICT ->
                            leave(leased)
                                    .compose(left ->
                                            loader.reload(leased.slotId()).otherwiseEmpty())
                                    .compose(loaded -> again(work));
                        case REPEAT -> leave(leased).compose(left -> again(work));
                        case UNKNOWN ->
                            changes.areWithdrawn(leased.seats().keySet())
                                    .compose(there -> there
                                            ? confirmed(work, leased)
                                            // It may still land: the seats stay leased, the turn is not ended, and the
                                            // sweeper gives back what does not.
                                            : Future.failedFuture(new Unavailable("withdrawing seats", done.cause())));
                        case NOT_DONE, REFUSED -> leave(leased).compose(left -> Future.failedFuture(done.cause()));
                    };
                });
    }

    private Future<Adjusted> confirmed(Work work, Leased leased) {
        return ledger.confirm(leased.slotId(), leased.held())
                .otherwiseEmpty() // what Redis does not hear, the sweeper finds
                .compose(told -> round(work.next(leased.seats().size())));
    }

    /** They were certainly not recorded. */
    private Future<Boolean> leave(Leased leased) {
        return ledger.release(leased.slotId(), leased.held(), false)
                .otherwiseEmpty()
                .compose(told -> end(leased.slotId(), leased.turn()));
    }

    private Future<Adjusted> again(Work work) {
        return vertx.timer(PAUSE_MILLIS).compose(paused -> round(work.next(0)));
    }

    private Future<Adjusted> raise(Work work, Plan plan, int wanted) {
        UUID slotId = work.slotId();
        if (plan.withdrawn() == 0) {
            // Noted before, so that the sweeper looks at the slot whatever becomes of the answer.
            return seats.touches()
                    .touch(slotId)
                    .otherwiseEmpty()
                    .compose(noted -> changes.extend(slotId, wanted, plan.version()))
                    // Redis learns of new seats by loading the slot anew, which also tells all nodes that it is not
                    // full.
                    .compose(done -> loader.reload(slotId).otherwiseEmpty())
                    .compose(loaded -> round(work.next(0)));
        }
        return changes.withdrawn(slotId, Math.min(BATCH, wanted - plan.capacity()))
                .compose(back -> seats.touches()
                        .touch(slotId)
                        .otherwiseEmpty()
                        .compose(noted -> changes.giveBack(slotId, back, plan.version()))
                        .compose(done -> done
                                ? giveBack(slotId, back, false).compose(told -> round(work.next(0)))
                                : again(work)));
    }

    /** Tells Redis, which may have been told before. */
    Future<Void> giveBack(UUID slotId, Collection<SlotSeats.Seat> back, boolean somebodys) {
        List<SeatLedger.Held> held = back.stream()
                .map(seat -> new SeatLedger.Held(seat.number(), seat.bookingId()))
                .toList();
        return seats.touches()
                .touch(slotId)
                .compose(noted -> ledger.release(slotId, held, somebodys))
                .otherwiseEmpty();
    }
}
