package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;
import org.creneau.core.DatabaseFailures;

/** How this package's stores run their statements: an unreachable database is the same failure everywhere. */
record Sql(Pool pool) {

    Future<RowSet<Row>> execute(String statement, Tuple parameters) {
        return on(pool, statement, parameters).recover(DatabaseFailures::translate);
    }

    /** The first row, read. */
    <T> Future<Optional<T>> first(String statement, Tuple parameters, Function<Row, T> reader) {
        return execute(statement, parameters).map(rows -> first(rows, reader));
    }

    <T> Future<T> transaction(Function<SqlClient, Future<T>> work) {
        return pool.withTransaction(work::apply).recover(DatabaseFailures::translate);
    }

    /** A statement inside a transaction. */
    static Future<RowSet<Row>> on(SqlClient client, String statement, Tuple parameters) {
        return client.preparedQuery(statement).execute(parameters);
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(reader.apply(row.next())) : Optional.empty();
    }
}
