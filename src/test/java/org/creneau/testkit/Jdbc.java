package org.creneau.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Single statements behind the service's back. A connection is kept for the next one: to open one costs PostgreSQL more
 * than most statements.
 */
final class Jdbc {

    private static final int MOST_IDLE = 8;
    private static final int VALID_SECONDS = 5;

    /** A connection that nobody uses, to the database at the URL. */
    private record Idle(String url, Connection connection) {}

    /** The last used first. */
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private Jdbc() {}

    /** What is done with a connection, which commits by itself. It must be as it was afterwards. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** @param what for the message when it fails */
    static <T> T run(String url, String what, Work<T> work) {
        try {
            Connection connection = take(url);
            T result;
            try {
                result = work.on(connection);
            } catch (SQLException | RuntimeException | Error failure) {
                connection.close();
                throw failure;
            }
            keep(new Idle(url, connection));
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(what, e);
        }
    }

    private static Connection take(String url) throws SQLException {
        for (Idle idle = idle(url); idle != null; idle = idle(url)) {
            // A test may have ended all connections of the database.
            if (idle.connection().isValid(VALID_SECONDS)) {
                return idle.connection();
            }
            idle.connection().close();
        }
        return TestServers.connect(url);
    }

    private static @Nullable Idle idle(String url) {
        synchronized (IDLE) {
            for (Iterator<Idle> all = IDLE.iterator(); all.hasNext(); ) {
                Idle idle = all.next();
                if (idle.url().equals(url)) {
                    all.remove();
                    return idle;
                }
            }
            return null;
        }
    }

    private static void keep(Idle idle) throws SQLException {
        Idle surplus;
        synchronized (IDLE) {
            IDLE.addFirst(idle);
            surplus = IDLE.size() > MOST_IDLE ? IDLE.removeLast() : null;
        }
        if (surplus != null) {
            surplus.connection().close();
        }
    }
}
