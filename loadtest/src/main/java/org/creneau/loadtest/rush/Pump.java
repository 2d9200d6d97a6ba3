package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.IntConsumer;

/** Fires events at their instants on an event loop; one timer at a time, however many there are. */
final class Pump {

    private final Vertx vertx;
    private final long[] instants;
    private final IntConsumer event;
    private final Tally tally;
    private final Promise<Void> done = Promise.promise();
    private int next;
    private boolean stopped;

    /**
     * Starts.
     *
     * @param instants of {@link System#nanoTime()}, in order
     * @param event gets the index of each as it comes
     */
    static Pump start(Vertx vertx, long[] instants, IntConsumer event, Tally tally) {
        Pump pump = new Pump(vertx, instants, event, tally);
        pump.turn();
        return pump;
    }

    private Pump(Vertx vertx, long[] instants, IntConsumer event, Tally tally) {
        this.vertx = vertx;
        this.instants = instants;
        this.event = event;
        this.tally = tally;
    }

    private void turn() {
        long now = System.nanoTime();
        while (!stopped && next < instants.length && instants[next] <= now) {
            tally.late(now - instants[next]);
            event.accept(next++);
        }
        if (stopped || next == instants.length) {
            done.tryComplete();
        } else {
            vertx.setTimer(Math.max(1, (instants[next] - now) / 1_000_000), tick -> turn());
        }
    }

    /** After the last event was fired, or it was stopped. */
    Future<Void> done() {
        return done.future();
    }

    void stop() {
        stopped = true;
        done.tryComplete();
    }
}
