package org.creneau.loadtest.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.creneau.loadtest.client.Answer.FailureKind;

/**
 * Sends requests to one server over a bounded number of connections, one request at a time on each. Belongs to the event
 * loop on which it was made, and is used there only: a generator with several event loops has a pool on each.
 *
 * <p>Why not Vert.x's own HttpClient: the generator shares the machine with what it measures, so each of its instructions
 * is taken from the server. Requests that were encoded once, and a reader that looks at four headers, leave out what an HTTP
 * client for everybody has to do. Measured with 256 connections, a token of 650 bytes and a refusal as answer: 7 µs of CPU
 * time a request instead of 12; in a JVM's first seconds, when a rush begins, 17 instead of 42.
 */
public final class HttpPool implements Connection.Owner {

    private static final long SWEEP_MILLIS = 100;
    /** Attempts to connect at the same time: more would overflow the server's accept queue and be repeated a second later. */
    private static final int MAX_CONNECTING = 64;

    private final Vertx vertx;
    private final Context context;
    private final NetClient net;
    private final Target target;
    private final PoolLimits limits;
    private final long sweeper;
    private final Set<Connection> all = new LinkedHashSet<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
    private int connecting;
    private boolean closed;

    /** Called on the event loop that the pool is to live on. */
    public HttpPool(Vertx vertx, Target target, PoolLimits limits) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.target = target;
        this.limits = limits;
        this.net = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(limits.connectMillis()));
        this.sweeper = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
    }

    public Target target() {
        return target;
    }

    /** Requests handed in and not answered yet. */
    public int inFlight() {
        return all.size() - idle.size() + waiting.size();
    }

    public int connections() {
        return all.size();
    }

    /**
     * Sends a request as soon as a connection is free. The future never fails: that there was no response is an answer.
     *
     * @param request a whole one, as {@link RequestWriter} makes them
     */
    public Future<Exchange> send(Buffer request) {
        Promise<Exchange> promise = Promise.promise();
        Ticket ticket = new Ticket(request, promise, System.nanoTime() + limits.requestMillis() * 1_000_000L);
        Connection free = idle.pollLast(); // the one used last: what it needs is still in the caches
        if (closed) {
            ticket.fail(FailureKind.BROKEN);
        } else if (free != null) {
            free.send(ticket);
        } else if (waiting.size() >= limits.waiting() + limits.connections() - all.size()) {
            ticket.fail(FailureKind.NO_ROOM);
        } else {
            waiting.add(ticket);
            connectIfNeeded();
        }
        return promise.future();
    }

    /** Opens connections ahead of need, some at a time; succeeds with the number that are open then. */
    public Future<Integer> open(int count) {
        int missing = Math.min(count, limits.connections()) - all.size();
        if (missing <= 0 || closed) {
            return Future.succeededFuture(all.size());
        }
        List<Future<NetSocket>> step = new ArrayList<>();
        for (int i = 0; i < Math.min(missing, MAX_CONNECTING); i++) {
            connecting++;
            step.add(connect());
        }
        return Future.join(step).transform(done -> done.failed() ? Future.succeededFuture(all.size()) : open(count));
    }

    /** Ends all connections; what is under way fails as BROKEN. */
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        vertx.cancelTimer(sweeper);
        List.copyOf(all).forEach(Connection::close);
        failWaiting(FailureKind.BROKEN);
        return net.close();
    }

    private void connectIfNeeded() {
        while (connecting < waiting.size()
                && connecting < MAX_CONNECTING
                && all.size() + connecting < limits.connections()) {
            connecting++;
            connect();
        }
    }

    private Future<NetSocket> connect() {
        return net.connect(target.port(), target.host()).onComplete(done -> {
            connecting--;
            if (done.failed()) {
                failOne();
            } else if (closed) {
                done.result().close();
            } else {
                Connection made = new Connection(done.result(), this);
                all.add(made);
                free(made);
            }
            connectIfNeeded();
        });
    }

    /** Each failed attempt fails one request: when nobody listens, nobody waits for long. */
    private void failOne() {
        Ticket first = waiting.poll();
        if (first != null) {
            first.fail(FailureKind.REFUSED);
        }
    }

    @Override
    public void free(Connection connection) {
        Ticket next = waiting.poll();
        if (next != null) {
            connection.send(next);
        } else {
            idle.add(connection);
        }
    }

    @Override
    public void gone(Connection connection) {
        all.remove(connection);
        idle.remove(connection);
        if (!closed) {
            connectIfNeeded();
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        List.copyOf(all).forEach(connection -> connection.expire(now));
        for (Ticket first = waiting.peek(); first != null && now - first.deadlineNanos >= 0; first = waiting.peek()) {
            waiting.poll();
            first.fail(FailureKind.TIMEOUT);
        }
    }

    private void failWaiting(FailureKind kind) {
        for (Ticket ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
            ticket.fail(kind);
        }
    }

    /** Where it may be used. */
    public Context context() {
        return context;
    }
}
