package org.creneau.loadtest.fault;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server, on the loopback interface, and breaks what runs through it. Its port stays the
 * same while servers behind it come and go. Methods may be called on any thread but an event loop, and have taken effect
 * when they return.
 */
final class FaultyProxy {

    private static final String HOST = "127.0.0.1";
    private static final int CONNECT_MILLIS = 2000;

    /** What passes. */
    private enum Mode {
        OPEN,
        /** Nothing: each connection ends at once. */
        REFUSING,
        /** Nothing for now: what is sent arrives late, as after a network was cut and mended. */
        HOLDING
    }

    /** Where a connection is cut at its cue. */
    enum Cut {
        /** The request goes through, and nobody hears what becomes of it. */
        AFTER_REQUEST,
        /** The server has done what it was asked, and just its answer is lost. */
        BEFORE_ANSWER
    }

    private final Context context;
    private final NetClient client;
    private final NetServer server;
    private final Supplier<? extends Cue> cues;
    private final Set<Link> links = new LinkedHashSet<>();
    private Mode mode = Mode.OPEN;
    private Cut cut = Cut.BEFORE_ANSWER;
    private int cuts;
    private int done;
    private int upstream;

    private FaultyProxy(Vertx vertx, int upstream, Supplier<? extends Cue> cues) {
        this.context = vertx.getOrCreateContext();
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS));
        this.server = vertx.createNetServer(
                new NetServerOptions().setHost(HOST).setPort(0).setTcpNoDelay(true));
        this.upstream = upstream;
        this.cues = cues;
    }

    /**
     * Listens on a free port.
     *
     * @param vertx with a single event loop
     * @param upstream port of the server
     * @param cues makes one for each connection
     */
    static FaultyProxy start(Vertx vertx, int upstream, Supplier<? extends Cue> cues) {
        FaultyProxy proxy = new FaultyProxy(vertx, upstream, cues);
        Blocking.await(
                proxy.run(() -> proxy.server.connectHandler(proxy::accept).listen()));
        return proxy;
    }

    int port() {
        return server.actualPort();
    }

    /** Sends new connections to another server. */
    void to(int port) {
        act(() -> upstream = port);
    }

    void refuse() {
        act(() -> {
            mode = Mode.REFUSING;
            List.copyOf(links).forEach(Link::close);
        });
    }

    void hold() {
        act(() -> {
            mode = Mode.HOLDING;
            links.forEach(Link::pause);
        });
    }

    /** Everything passes again; what was held goes on its way. */
    void heal() {
        act(() -> {
            mode = Mode.OPEN;
            cuts = 0;
            links.forEach(Link::resume);
        });
    }

    /** Ends all connections; what was held on them is lost. */
    void drop() {
        act(() -> List.copyOf(links).forEach(Link::close));
    }

    /** Cuts connections at the next cues, one connection at each. */
    void cutNext(int count, Cut where) {
        act(() -> {
            cuts = count;
            cut = where;
        });
    }

    /** Connections cut at a cue so far. */
    int cutsDone() {
        return Blocking.await(run(() -> Future.succeededFuture(done)));
    }

    private void act(Runnable change) {
        Blocking.await(run(() -> {
            change.run();
            return Future.succeededFuture();
        }));
    }

    private <T> Future<T> run(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(now -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private void accept(NetSocket socket) {
        if (mode == Mode.REFUSING) {
            socket.close();
            return;
        }
        Link link = new Link(socket, cues.get());
        links.add(link);
        link.connect();
    }

    /** One connection and its continuation. */
    private final class Link {

        private final NetSocket below;
        private final Cue cue;
        private @Nullable NetSocket above;
        private boolean armed;

        Link(NetSocket below, Cue cue) {
            this.below = below;
            this.cue = cue;
            below.pause();
            below.exceptionHandler(broken -> {});
        }

        void connect() {
            client.connect(upstream, HOST).onComplete(connected -> {
                if (connected.failed()) {
                    close();
                } else if (links.contains(this)) {
                    join(connected.result());
                } else {
                    connected.result().close();
                }
            });
        }

        private void join(NetSocket socket) {
            above = socket;
            socket.pause();
            socket.exceptionHandler(broken -> {});
            below.handler(sent -> sent(sent, socket));
            socket.handler(this::answered);
            // Not the close handlers: what is held has to arrive before the end does.
            below.endHandler(end -> close());
            socket.endHandler(end -> close());
            resume();
        }

        private void sent(Buffer request, NetSocket socket) {
            boolean struck = cue.seen(request) && cuts > 0;
            socket.write(request);
            if (struck && cut == Cut.AFTER_REQUEST) {
                count();
                close();
            } else if (struck) {
                armed = true;
            } else if (socket.writeQueueFull()) {
                below.pause();
                socket.drainHandler(drained -> resume());
            }
        }

        private void answered(Buffer answer) {
            if (armed && cuts > 0) {
                count();
                close();
                return;
            }
            armed = false;
            NetSocket socket = above;
            below.write(answer);
            if (below.writeQueueFull() && socket != null) {
                socket.pause();
                below.drainHandler(drained -> resume());
            }
        }

        private void count() {
            cuts--;
            done++;
        }

        void pause() {
            below.pause();
            if (above != null) {
                above.pause();
            }
        }

        void resume() {
            if (mode == Mode.OPEN && above != null) {
                below.resume();
                above.resume();
            }
        }

        void close() {
            links.remove(this);
            below.close();
            if (above != null) {
                above.close();
            }
        }
    }
}
