package org.creneau.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way from one node to a server, which a test can cut without touching the server or the other nodes. */
public final class Wire implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean cut;

    /** @param port of the server, on this machine */
    public Wire(int port) {
        server = Await.of(vertx.createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(port, "localhost")
                            .onSuccess(far -> join(near, far))
                            .onFailure(refused -> near.close());
                })
                .listen(0, "localhost"));
    }

    public int port() {
        return server.actualPort();
    }

    /** Ends every connection; new ones end at once. */
    public void cut() {
        cut = true;
        open.forEach(NetSocket::close);
    }

    public void mend() {
        cut = false;
    }

    private void join(NetSocket near, NetSocket far) {
        if (cut) {
            near.close();
            far.close();
            return;
        }
        open.add(near);
        near.closeHandler(closed -> open.remove(near));
        if (cut) {
            near.close(); // whoever has cut since may not have seen it
        }
        near.pipeTo(far);
        far.pipeTo(near);
    }

    @Override
    public void close() {
        Await.of(vertx.close());
    }
}
