package org.creneau.loadtest.rival;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/** A transaction of several round trips. */
final class OwnTransaction {

    private OwnTransaction() {}

    /** Commits when a booking was made; else rolls back, which needs no write to disk. */
    static Future<Attempt> run(Pool pool, Function<SqlConnection, Future<Attempt>> steps) {
        return pool.withConnection(connection -> connection
                .begin()
                .compose(transaction -> steps.apply(connection)
                        .compose(
                                attempt -> (attempt instanceof Attempt.Made
                                                ? transaction.commit()
                                                : transaction.rollback())
                                        .map(attempt),
                                failure -> transaction.rollback().transform(undone -> Future.failedFuture(failure)))));
    }
}
