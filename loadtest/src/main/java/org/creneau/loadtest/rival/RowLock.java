package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** {@code SELECT … FOR UPDATE} of the slot, then look, insert, commit: five round trips, four of them under the lock. */
record RowLock(Pool pool) implements SeatTaking {

    @Override
    public Future<Attempt> take(Wish wish) {
        String lock = "select id from slot where id = $1 for update";
        return OwnTransaction.run(
                pool,
                connection -> connection
                        .preparedQuery(lock)
                        .execute(Tuple.of(wish.slot().id()))
                        // A statement of its own: the first one's snapshot is older than the lock.
                        .compose(locked -> ReadThenInsert.book(connection, wish)));
    }
}
