package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/** An advisory lock for the slot, then look, insert, commit: as {@link RowLock}, but no row is touched by the lock. */
record AdvisoryLock(Pool pool) implements SeatTaking {

    @Override
    public Future<Attempt> take(Wish wish) {
        String lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        return OwnTransaction.run(
                pool,
                connection -> connection
                        .preparedQuery(lock)
                        .execute(Tuple.of(wish.slot().id().toString()))
                        .compose(locked -> ReadThenInsert.book(connection, wish)));
    }
}
