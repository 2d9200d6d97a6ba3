package org.creneau.loadtest.client;

import io.vertx.core.buffer.Buffer;

/** What became of a request. A failure is an answer like any other: a load generator that throws has stopped measuring. */
public sealed interface Answer {

    /** No {@code Retry-After} header, or one that is not a number of seconds. */
    int NO_RETRY_AFTER = -1;

    /**
     * The server's word.
     *
     * @param status 200 to 599
     * @param retryAfterSeconds from the header, or {@link #NO_RETRY_AFTER}
     */
    record Response(int status, Buffer body, int retryAfterSeconds) implements Answer {}

    /** No word from the server. */
    record Failure(FailureKind kind) implements Answer {}

    /** Why there was no response. */
    enum FailureKind {
        /** None within the request's time limit, which includes waiting for a connection. */
        TIMEOUT,
        /** No connection could be made. */
        REFUSED,
        /** The connection ended before the response did. */
        BROKEN,
        /** What came was not HTTP, or more than a response may have. */
        MALFORMED,
        /** The generator's own queue was full: the request was never sent. */
        NO_ROOM
    }
}
