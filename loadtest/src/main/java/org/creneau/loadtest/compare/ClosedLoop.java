package org.creneau.loadtest.compare;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.creneau.loadtest.client.Answer;
import org.creneau.loadtest.client.Exchange;
import org.creneau.loadtest.client.HttpPool;
import org.creneau.loadtest.client.PoolLimits;
import org.creneau.loadtest.client.Target;

/**
 * A number of clients, each of which sends its next request as soon as the last one is answered, on one event loop. Only
 * what is answered while the window is open counts. Belongs to that event loop.
 */
final class ClosedLoop {

    private static final int REQUEST_MILLIS = 15_000;
    private static final int CONNECT_MILLIS = 5_000;
    /** After a failure, so that a server that is gone is not asked as fast as possible. */
    private static final long PAUSE_MILLIS = 20;

    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Vertx vertx;
    private final HttpPool pool;
    private final int connections;
    private final Requests requests;
    private final Outcomes outcomes = new Outcomes();
    private final Map<String, int[]> counts = new TreeMap<>();
    private final Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
    private final Promise<Void> drained = Promise.promise();
    private int clients;
    private boolean open;
    private boolean stopping;
    private boolean exhausted;
    private long openedNanos;
    private long closedNanos;

    /** Called on the event loop that it is to live on. */
    ClosedLoop(Vertx vertx, Target target, int connections, Requests requests) {
        this.vertx = vertx;
        this.pool = new HttpPool(vertx, target, new PoolLimits(connections, 0, REQUEST_MILLIS, CONNECT_MILLIS));
        this.connections = connections;
        this.requests = requests;
    }

    /** Connects, then starts all clients. */
    Future<Void> start() {
        return pool.open(connections).compose(opened -> {
            if (opened < connections) {
                return Future.failedFuture(opened + " of " + connections + " connections could be opened");
            }
            clients = connections;
            for (int i = 0; i < connections; i++) {
                next();
            }
            return Future.succeededFuture();
        });
    }

    void openWindow() {
        counts.clear();
        micros.reset();
        openedNanos = System.nanoTime();
        open = !exhausted;
        closedNanos = openedNanos;
    }

    void closeWindow() {
        if (open) {
            open = false;
            closedNanos = System.nanoTime();
        }
    }

    /** Whether there were no more requests; the window closed at that moment. */
    boolean exhausted() {
        return exhausted;
    }

    /** Succeeds when all clients have had their last answer. */
    Future<Void> finished() {
        return drained.future();
    }

    Future<Void> stop() {
        closeWindow();
        stopping = true;
        return drained.future().eventually(pool::close);
    }

    /** What came in while the window was open. */
    Sample sample() {
        Map<String, Long> counted = new TreeMap<>();
        counts.forEach((name, count) -> counted.put(name, (long) count[0]));
        return new Sample(counted, micros.copy(), (closedNanos - openedNanos) / 1e9);
    }

    private void next() {
        Buffer request = stopping ? null : requests.next();
        if (request == null) {
            if (!stopping) {
                exhausted = true;
                closeWindow();
            }
            clients--;
            if (clients == 0) {
                drained.tryComplete();
            }
            return;
        }
        pool.send(request).onSuccess(this::answered);
    }

    private void answered(Exchange exchange) {
        if (open) {
            counts.computeIfAbsent(outcomes.name(exchange.answer()), name -> new int[1])[0]++;
            long took = (exchange.endNanos() - exchange.sentNanos()) / 1000;
            micros.recordValue(Math.min(Math.max(took, 0), LONGEST_MICROS));
        }
        if (exchange.answer() instanceof Answer.Failure) {
            vertx.setTimer(PAUSE_MILLIS, paused -> next());
        } else {
            next();
        }
    }
}
