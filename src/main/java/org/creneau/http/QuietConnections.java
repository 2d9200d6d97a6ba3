package org.creneau.http;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which no request comes, for one event loop. The server's own idle time-out begins anew with every
 * byte, so that a byte now and then would hold a connection for ever; here only the head of a request that is complete
 * counts. Bounded by the connections that are open.
 */
final class QuietConnections {

    private static final class Watched {
        private boolean heard;
        private long quietSince;
    }

    private final Map<HttpConnection, Watched> open = new HashMap<>();
    private final long limitNanos;

    /** @param requestTimeoutMillis longer than that no request is under way, so that none is cut off */
    QuietConnections(long idleTimeoutSeconds, long requestTimeoutMillis) {
        this.limitNanos =
                TimeUnit.SECONDS.toNanos(idleTimeoutSeconds) + TimeUnit.MILLISECONDS.toNanos(requestTimeoutMillis);
    }

    void opened(HttpConnection connection, long nowNanos) {
        Watched fresh = new Watched();
        fresh.quietSince = nowNanos;
        open.put(connection, fresh);
    }

    void closed(HttpConnection connection) {
        open.remove(connection);
    }

    /** A request came. */
    void heard(HttpConnection connection) {
        Watched watched = open.get(connection);
        if (watched != null) {
            watched.heard = true; // when, the next sweep says precisely enough
        }
    }

    /** Closes those that have been quiet for too long. */
    void sweep(long nowNanos) {
        List<HttpConnection> over = new ArrayList<>();
        open.forEach((connection, watched) -> {
            if (watched.heard) {
                watched.heard = false;
                watched.quietSince = nowNanos;
            } else if (nowNanos - watched.quietSince > limitNanos) {
                over.add(connection);
            }
        });
        over.forEach(HttpConnection::close);
    }
}
