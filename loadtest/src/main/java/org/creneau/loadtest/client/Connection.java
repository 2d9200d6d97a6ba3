package org.creneau.loadtest.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.creneau.loadtest.client.Answer.FailureKind;
import org.creneau.loadtest.client.Answer.Response;
import org.jspecify.annotations.Nullable;

/** One connection, with at most one request on it. */
final class Connection {

    /** Whom a connection tells that it is free, or gone. */
    interface Owner {
        void free(Connection connection);

        void gone(Connection connection);
    }

    private final NetSocket socket;
    private final Owner owner;
    private final ResponseReader reader = new ResponseReader(this::answered);
    private @Nullable Ticket current;
    private boolean gone;

    Connection(NetSocket socket, Owner owner) {
        this.socket = socket;
        this.owner = owner;
        socket.handler(this::read);
        // A broken connection ends, and the end is what counts.
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(ended -> {
            reader.end();
            end(FailureKind.BROKEN);
        });
    }

    /** Sends a request on a connection that is free. */
    void send(Ticket ticket) {
        current = ticket;
        ticket.sent();
        socket.write(ticket.request);
    }

    /** Gives up a request that takes too long. Its response would be in the way of the next one's. */
    void expire(long nowNanos) {
        Ticket ticket = current;
        if (ticket != null && nowNanos - ticket.deadlineNanos >= 0) {
            end(FailureKind.TIMEOUT);
        }
    }

    void close() {
        end(FailureKind.BROKEN);
    }

    private void read(Buffer piece) {
        if (gone) {
            return;
        }
        try {
            reader.read(piece);
        } catch (MalformedResponseException e) {
            end(FailureKind.MALFORMED);
        }
    }

    private void answered(Response response) {
        Ticket ticket = current;
        if (ticket == null) {
            end(FailureKind.MALFORMED); // nobody asked
            return;
        }
        current = null;
        long now = System.nanoTime(); // before anything else is done on this connection
        if (reader.last()) {
            end(FailureKind.BROKEN);
        } else {
            owner.free(this);
        }
        ticket.settle(response, now);
    }

    private void end(FailureKind kind) {
        if (gone) {
            return;
        }
        gone = true;
        Ticket ticket = current;
        current = null;
        socket.close();
        owner.gone(this);
        if (ticket != null) {
            ticket.fail(kind);
        }
    }
}
