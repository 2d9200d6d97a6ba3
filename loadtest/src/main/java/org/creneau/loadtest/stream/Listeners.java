package org.creneau.loadtest.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.creneau.loadtest.client.Target;
import org.jspecify.annotations.Nullable;

/** Streams of the seats left in all slots, on connections of their own. Of one event loop, but for what is said to block. */
final class Listeners implements AutoCloseable {

    private static final String REQUEST = "GET /api/v1/slots/left HTTP/1.1\r\nHost: listener\r\n\r\n";
    private static final int AT_ONCE = 200;
    private static final int CONNECT_MILLIS = 5000;
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final NetClient client;
    private final int count;
    private @Nullable Round round;

    /** A change that all of them are to hear. */
    private static final class Round {

        private final long[] heardAt;
        private final Promise<long[]> allHeard = Promise.promise();
        private int heard;

        Round(int listeners) {
            heardAt = new long[listeners];
        }

        void heard(long nanos) {
            if (heard < heardAt.length) {
                heardAt[heard++] = nanos;
            }
            if (heard == heardAt.length) {
                allHeard.tryComplete(heardAt);
            }
        }
    }

    private Listeners(Vertx vertx, int count) {
        this.vertx = vertx;
        this.count = count;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /**
     * All of them have heard the present state when this returns. Blocks.
     *
     * @param vertx with one event loop
     */
    static Listeners open(Vertx vertx, Target target, int count) {
        Listeners all = new Listeners(vertx, count);
        await(all.open(target, 0));
        return all;
    }

    /** A few at a time: what is measured is not how fast a server accepts. */
    private Future<Void> open(Target target, int from) {
        if (from >= count) {
            return Future.succeededFuture();
        }
        List<Future<Void>> some = new ArrayList<>();
        for (int i = from; i < Math.min(from + AT_ONCE, count); i++) {
            some.add(client.connect(target.port(), target.host()).compose(this::listen));
        }
        return Future.all(some).compose(done -> open(target, from + AT_ONCE));
    }

    private Future<Void> listen(NetSocket socket) {
        Promise<Void> begun = Promise.promise();
        EventCounter events = new EventCounter();
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> lost());
        socket.handler(bytes -> {
            int changes = events.changes(bytes.toString(StandardCharsets.ISO_8859_1));
            if (events.begun()) {
                begun.tryComplete();
            }
            for (int i = 0; i < changes && round != null; i++) {
                round.heard(System.nanoTime());
            }
        });
        return socket.write(Buffer.buffer(REQUEST)).compose(written -> begun.future());
    }

    private void lost() {
        if (round != null) {
            round.allHeard.tryFail("a stream ended");
        }
    }

    /** From now on they wait for a change. Blocks until they do. The instants at which each heard it, by nanoTime. */
    Future<long[]> expectChange() {
        Promise<Future<long[]>> waiting = Promise.promise();
        vertx.runOnContext(now -> {
            Round next = new Round(count);
            round = next;
            waiting.complete(next.allHeard.future());
        });
        return await(waiting.future());
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        vertx.runOnContext(now -> round = null);
        await(client.close());
    }
}
