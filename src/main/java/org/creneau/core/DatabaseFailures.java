package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells "PostgreSQL is out of reach" from everything else that a statement can fail with. */
public final class DatabaseFailures {

    /** The SQL state of a statement that was ended for its time. */
    private static final String TIMED_OUT = "57014";

    private DatabaseFailures() {}

    /**
     * The same failure, or {@link Unavailable} or {@link Overloaded} where it is one of these: for {@code
     * Future.recover}. Other SQL errors pass as they are.
     */
    public static <T> Future<T> translate(Throwable failure) {
        if (failure instanceof ConnectionPoolTooBusyException) {
            return Future.failedFuture(new Overloaded("database connections"));
        }
        return Future.failedFuture(isOutage(failure) ? new Unavailable("database", failure) : failure);
    }

    /** Whether a failure, translated, is that a statement took longer than it may: with less to do it may get through. */
    public static boolean tookTooLong(Throwable failure) {
        return failure instanceof Unavailable
                && failure.getCause() instanceof DatabaseException refused
                && TIMED_OUT.equals(refused.getSqlState());
    }

    private static boolean isOutage(Throwable failure) {
        if (failure instanceof DatabaseException answered) {
            return isOutage(answered.getSqlState());
        }
        // What is left of Vert.x's own exceptions are lost, closed, and awaited connections.
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof VertxException;
    }

    private static boolean isOutage(@Nullable String sqlState) {
        if (sqlState == null) {
            return false;
        }
        return sqlState.startsWith("08") // the connection
                || sqlState.startsWith("53") // out of connections, memory, disk
                || sqlState.startsWith("57") // shut down, starting up, statement timed out
                || sqlState.equals("25006"); // read only: a replica after a fail-over
    }
}
