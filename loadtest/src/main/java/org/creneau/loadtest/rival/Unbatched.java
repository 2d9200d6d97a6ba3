package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.seat.SeatLedger.Held;
import org.creneau.seat.Seats;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;

/**
 * Créneau's own protocol with each request by itself: one script call in Redis, one single-row insert, one more call to
 * confirm; many at the same time. What the batches are worth is the difference.
 */
final class Unbatched implements SeatTaking {

    private final Seats seats;
    private final SqlClient client;
    private final SlotLoading loading;
    private final long insertDeadlineMillis;

    Unbatched(Seats seats, SqlClient client, long insertDeadlineMillis) {
        this.seats = seats;
        this.client = client;
        this.loading = new SlotLoading(seats, client);
        this.insertDeadlineMillis = insertDeadlineMillis;
    }

    @Override
    public Future<Attempt> take(Wish wish) {
        // By this machine's clock: in a comparison it is PostgreSQL's too.
        long deadlineMillis = System.currentTimeMillis() + insertDeadlineMillis;
        TakeRequest request = new TakeRequest(wish.id(), wish.clientId(), deadlineMillis);
        return seats.touches()
                .touch(wish.slot().id())
                .compose(noted -> seats.ledger().take(wish.slot().id(), List.of(request), false))
                .compose(result -> result instanceof TakeResult.Answered answered
                        ? answered(wish, answered.answers().get(0))
                        : loading.load(wish.slot().id()).map(loaded -> new Attempt.Again()));
    }

    private Future<Attempt> answered(Wish wish, TakeAnswer answer) {
        if (answer instanceof TakeAnswer.Taken taken) {
            return record(wish, new Held(taken.seat(), wish.id()));
        }
        if (answer instanceof TakeAnswer.Full full && !full.hadOne()) {
            return Future.succeededFuture(new Attempt.Refused(new BookResult.SlotFull()));
        }
        return Situation.read(client, wish).map(found -> {
            Optional<BookResult> obstacle = found.flatMap(situation -> situation.obstacle(wish));
            if (obstacle.isPresent()) {
                return new Attempt.Refused(obstacle.get());
            }
            return answer instanceof TakeAnswer.Full
                    ? new Attempt.Refused(new BookResult.SlotFull())
                    : new Attempt.Again();
        });
    }

    private Future<Attempt> record(Wish wish, Held held) {
        return ReadThenInsert.insert(client, wish, held.seat()).compose(made -> {
            if (made.isPresent()) {
                // The client need not wait for it: what does not arrive, the sweeper finds.
                var unused = seats.ledger().confirm(wish.slot().id(), List.of(held));
                return Future.succeededFuture(new Attempt.Made(made.get()));
            }
            return Situation.read(client, wish).compose(found -> notRecorded(wish, held, found));
        });
    }

    private Future<Attempt> notRecorded(Wish wish, Held held, Optional<Situation> found) {
        Attempt outcome = found.flatMap(situation -> situation.obstacle(wish))
                .<Attempt>map(Attempt.Refused::new)
                .orElseGet(Attempt.Again::new);
        return seats.ledger()
                .release(wish.slot().id(), List.of(held), false)
                .transform(released -> Future.succeededFuture(outcome));
    }
}
