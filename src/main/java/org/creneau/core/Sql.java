package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;

/** How the stores of the features run their statements: an unreachable database is the same failure everywhere. */
public record Sql(Pool pool) {

    private static final int ATTEMPTS = 5;
    private static final String SERIALIZATION_FAILURE = "40001";

    public Future<RowSet<Row>> execute(String statement, Tuple parameters) {
        return on(pool, statement, parameters).recover(DatabaseFailures::translate);
    }

    /** The first row, read. */
    public <T> Future<Optional<T>> first(String statement, Tuple parameters, Function<Row, T> reader) {
        return execute(statement, parameters).map(rows -> first(rows, reader));
    }

    /** All of it or nothing; statements inside go through {@link #on}. */
    public <T> Future<T> transaction(Function<SqlClient, Future<T>> work) {
        return pool.withTransaction(work::apply).recover(DatabaseFailures::translate);
    }

    /** How much a transaction sees of the others. */
    public enum Isolation {
        READ_COMMITTED("read committed"),
        SERIALIZABLE("serializable");

        private final String sql;

        Isolation(String sql) {
            this.sql = sql;
        }
    }

    /**
     * As {@link #transaction(Function)}. A serializable one runs as if nobody else did anything at the same time: of two
     * that would be in each other's way, PostgreSQL lets one be repeated. Nobody waits for a lock. Fails with
     * {@link Overloaded} when it had to be repeated too often.
     *
     * @param work may be done several times
     */
    public <T> Future<T> transaction(Isolation isolation, Function<SqlClient, Future<T>> work) {
        return transaction(isolation, work, ATTEMPTS);
    }

    private <T> Future<T> transaction(Isolation isolation, Function<SqlClient, Future<T>> work, int attempts) {
        return pool.withTransaction(client -> client.query("set transaction isolation level " + isolation.sql)
                        .execute()
                        .compose(set -> work.apply(client)))
                .recover(failure -> {
                    if (!isSerialization(failure)) {
                        return DatabaseFailures.translate(failure);
                    }
                    return attempts > 1
                            ? transaction(isolation, work, attempts - 1)
                            : Future.failedFuture(new Overloaded("transactions"));
                });
    }

    private static boolean isSerialization(Throwable failure) {
        return failure instanceof DatabaseException refused && SERIALIZATION_FAILURE.equals(refused.getSqlState());
    }

    /** A statement inside a transaction. */
    public static Future<RowSet<Row>> on(SqlClient client, String statement, Tuple parameters) {
        return client.preparedQuery(statement).execute(parameters);
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(reader.apply(row.next())) : Optional.empty();
    }
}
