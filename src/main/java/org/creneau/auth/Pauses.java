package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets requests wait for a while, up to a number of them. When as many wait, the next need not: to make somebody wait is a
 * nuisance to who guesses, and must not become one to the node.
 */
final class Pauses {

    private static final int MOST = 2_000;

    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();

    Pauses(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Void> take(long millis) {
        if (millis <= 0) {
            return Future.succeededFuture();
        }
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return Future.succeededFuture();
        }
        return vertx.timer(millis).onComplete(over -> waiting.decrementAndGet()).mapEmpty();
    }

    /** Requests that wait. */
    int waiting() {
        return waiting.get();
    }
}
