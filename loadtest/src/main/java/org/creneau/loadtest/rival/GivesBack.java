package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.booking.Bookings.BookResult;
import org.creneau.core.Unavailable;
import org.creneau.seat.SeatLedger.Held;
import org.creneau.seat.Seats;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;

/** Takes a time-out for a failure: the seat goes to the next one while the insert is still on its way. */
final class GivesBack implements SeatTaking {

    private static final long PATIENCE_MILLIS = 1500;

    private final Seats seats;
    private final SqlClient client;
    private final SlotLoading loading;
    private final long leaseMillis;

    GivesBack(Seats seats, SqlClient client, long leaseMillis) {
        this.seats = seats;
        this.client = client;
        this.loading = new SlotLoading(seats, client);
        this.leaseMillis = leaseMillis;
    }

    @Override
    public Future<Attempt> take(Wish wish) {
        TakeRequest request = new TakeRequest(wish.id(), wish.clientId(), System.currentTimeMillis() + leaseMillis);
        return seats.touches()
                .touch(wish.slot().id())
                .compose(noted -> seats.ledger().take(wish.slot().id(), List.of(request), false))
                .compose(result -> {
                    if (!(result instanceof TakeResult.Answered answered)) {
                        return loading.load(wish.slot().id()).map(loaded -> new Attempt.Again());
                    }
                    return answered.answers().get(0) instanceof TakeAnswer.Taken taken
                            ? record(wish, new Held(taken.seat(), wish.id()))
                            : Future.succeededFuture(new Attempt.Refused(new BookResult.SlotFull()));
                });
    }

    private Future<Attempt> record(Wish wish, Held held) {
        return ReadThenInsert.insert(client, wish, held.seat())
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .recover(failure -> giveBack(wish, held)
                        .compose(back -> Future.failedFuture(new Unavailable("PostgreSQL", failure))))
                .compose(made ->
                        made.isPresent() ? Future.succeededFuture(new Attempt.Made(made.get())) : inTheWay(wish, held));
    }

    private Future<Attempt> inTheWay(Wish wish, Held held) {
        return Situation.read(client, wish)
                .compose(found -> giveBack(wish, held)
                        .map(back -> found.flatMap(situation -> situation.obstacle(wish))
                                .<Attempt>map(Attempt.Refused::new)
                                .orElseGet(Attempt.Again::new)));
    }

    private Future<Void> giveBack(Wish wish, Held held) {
        return seats.ledger().release(wish.slot().id(), List.of(held), false);
    }
}
