package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;

/** How the stores of the features run their statements: an unreachable database is the same failure everywhere. */
public record Sql(Pool pool) {

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

    /** A statement inside a transaction. */
    public static Future<RowSet<Row>> on(SqlClient client, String statement, Tuple parameters) {
        return client.preparedQuery(statement).execute(parameters);
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(reader.apply(row.next())) : Optional.empty();
    }
}
