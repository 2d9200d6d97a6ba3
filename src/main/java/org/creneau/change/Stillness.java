package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import org.creneau.core.Rounds;
import org.creneau.core.Sql;
import org.creneau.core.Unavailable;

/**
 * Waits until everything that began before a change was committed is over: a booking that looked at the slot before it
 * was closed may be recorded a moment after.
 *
 * <p>A statement that began then ends within the longest time that one may take. By then it has written, if it writes at
 * all, and so its transaction has a number; when all transactions with a number below a new one are over, so is it.
 */
final class Stillness {

    /** Between the end of a statement's time and the end of the statement PostgreSQL itself may be slow to act. */
    private static final long MARGIN_MILLIS = 250;

    private static final long PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final Sql sql;
    private final long longestStatementMillis;

    Stillness(Vertx vertx, Sql sql, long longestStatementMillis) {
        this.vertx = vertx;
        this.sql = sql;
        this.longestStatementMillis = longestStatementMillis;
    }

    /**
     * When all that began before this call is over. The change itself must be committed by now.
     *
     * @param mostMillis for which to wait, then it fails with {@link Unavailable}: a transaction may be forgotten open
     */
    Future<Void> reached(long mostMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        return vertx.timer(longestStatementMillis + MARGIN_MILLIS)
                .compose(waited -> number("select pg_current_xact_id()::text"))
                .compose(transaction -> over(transaction, end));
    }

    private Future<Void> over(long transaction, long end) {
        return Rounds.whileTrue(() -> number("select pg_snapshot_xmin(pg_current_snapshot())::text")
                .compose(oldest -> oldest > transaction ? Future.succeededFuture(false) : pause(end)));
    }

    private Future<Boolean> pause(long end) {
        return System.nanoTime() - end < 0
                ? vertx.timer(PAUSE_MILLIS).map(true)
                : Future.failedFuture(new Unavailable("PostgreSQL, an older transaction that does not end", null));
    }

    private Future<Long> number(String select) {
        return sql.execute(select, Tuple.tuple()).map(Stillness::first);
    }

    private static long first(RowSet<Row> rows) {
        return Long.parseLong(rows.iterator().next().getString(0));
    }
}
