package org.creneau.loadtest.compare;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.loadtest.client.Target;

/**
 * Connections that cost a server something and bring it nothing: a third said something once and is silent since, a third
 * asks for much and hardly reads the answers, a third stopped in the middle of a request. One that the server closes is
 * opened again.
 */
final class Bystanders implements AutoCloseable {

    private static final String SILENT = "GET " + Loads.BASE + "/ping HTTP/1.1\r\nHost: bystander\r\n\r\n";
    private static final String GREEDY =
            ("GET " + Loads.BASE + "/slots?limit=100 HTTP/1.1\r\nHost: bystander\r\n\r\n").repeat(20);
    private static final String HALF = "POST " + Loads.BASE + "/bookings HTTP/1.1\r\nHost: bysta";
    private static final List<String> KINDS = List.of(SILENT, GREEDY, HALF);

    private static final int RECEIVE_BUFFER_BYTES = 4096;
    private static final int AT_ONCE = 200;
    private static final long SIP_MILLIS = 1000;
    private static final int TURNS = 10;
    private static final int CONNECT_MILLIS = 5000;

    private final Vertx vertx;
    private final Target target;
    private final NetClient client;
    private final AtomicInteger open = new AtomicInteger();

    /** Those who sip, in groups: a timer for each would cost this process more than it costs the node to serve them. */
    private final List<Set<NetSocket>> turns = new ArrayList<>();

    private final long timer;
    private int turn;
    private int joined;
    private volatile boolean leaving;

    private Bystanders(Vertx vertx, Target target) {
        this.vertx = vertx;
        this.target = target;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
                .setConnectTimeout(CONNECT_MILLIS));
        for (int i = 0; i < TURNS; i++) {
            turns.add(new HashSet<>());
        }
        this.timer = vertx.setPeriodic(SIP_MILLIS / TURNS, tick -> sip());
    }

    /**
     * All of them are connected when this returns. Blocks.
     *
     * @param vertx with one event loop
     */
    static Bystanders gather(Vertx vertx, Target target, int count) {
        Bystanders all = new Bystanders(vertx, target);
        Generator.await(all.connect(0, count));
        return all;
    }

    /** Connected at this moment. */
    int open() {
        return open.get();
    }

    /** A few at a time: what is measured is not how fast a server accepts. */
    private Future<Void> connect(int from, int count) {
        if (from >= count) {
            return Future.succeededFuture();
        }
        List<Future<Void>> some = new ArrayList<>();
        for (int i = from; i < Math.min(from + AT_ONCE, count); i++) {
            some.add(join(KINDS.get(i % KINDS.size())));
        }
        return Future.all(some).compose(done -> connect(from + AT_ONCE, count));
    }

    private Future<Void> join(String words) {
        return client.connect(target.port(), target.host()).compose(socket -> {
            open.incrementAndGet();
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(closed -> {
                open.decrementAndGet();
                turns.forEach(group -> group.remove(socket));
                if (!leaving) {
                    vertx.setTimer(SIP_MILLIS, again -> join(words));
                }
            });
            if (words.equals(GREEDY)) {
                takesTurns(socket);
            } else {
                socket.handler(ignored -> {});
            }
            return socket.write(Buffer.buffer(words));
        });
    }

    private void takesTurns(NetSocket socket) {
        turns.get(joined++ % TURNS).add(socket);
        socket.handler(ignored -> {});
        socket.pause();
    }

    /** Each of a group reads one buffer. */
    private void sip() {
        List.copyOf(turns.get(turn++ % TURNS)).forEach(socket -> socket.fetch(1)); // one may end at it
    }

    @Override
    public void close() {
        leaving = true;
        vertx.cancelTimer(timer);
        Generator.await(client.close());
    }
}
