package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out up to which number of a sequence everything is decided, for those who read a table in the order of its
 * numbers.
 *
 * <p>Numbers do not commit in the order in which they are drawn, so the last row that can be seen says nothing about those
 * before it. Instead the last number drawn, m, is asked for, and <em>then</em> a new transaction's id, x. Whoever drew a
 * number up to m had an id below x, if the transaction wrote anything before it drew. Once every transaction below x is
 * over, all rows up to m are there or never will be.
 */
public final class Settled {

    /** Everything up to this number is decided once all transactions below that id are over. */
    private record Mark(long drawn, long transaction) {}

    private final Sql sql;
    private final String drawn;
    private @Nullable Mark mark;
    private long upTo;

    /** @param sequence its name in the database */
    public Settled(Sql sql, String sequence) {
        this.sql = sql;
        this.drawn = "select case when is_called then last_value else 0 end from " + sequence;
    }

    /** The last number up to which everything is known to be decided. One call at a time, from one event loop. */
    public Future<Long> upTo() {
        Future<@Nullable Mark> current = mark != null ? Future.succeededFuture(mark) : newMark();
        return current.compose(made -> {
                    mark = made;
                    return made == null
                            ? Future.succeededFuture()
                            : oldestRunning().map(oldest -> {
                                if (oldest >= made.transaction()) {
                                    upTo = made.drawn();
                                    mark = null;
                                }
                                return null;
                            });
                })
                .map(looked -> upTo);
    }

    /** Null when nothing new happened. Not in one statement: the number must be read before the transaction's id is made. */
    private Future<@Nullable Mark> newMark() {
        return number(drawn)
                .map(last -> {
                    // Lower than before: another server took over that did not have the last of them.
                    upTo = Math.min(upTo, last);
                    return last;
                })
                .compose(last -> last <= upTo
                        ? Future.<@Nullable Mark>succeededFuture(null)
                        // Above that of every transaction that has drawn a number before.
                        : number("select pg_current_xact_id()::text::bigint").map(own -> new Mark(last, own)));
    }

    /** Every transaction below it is over. */
    private Future<Long> oldestRunning() {
        return number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
    }

    private Future<Long> number(String select) {
        return sql.first(select, Tuple.tuple(), row -> row.getLong(0)).map(Optional::orElseThrow);
    }
}
