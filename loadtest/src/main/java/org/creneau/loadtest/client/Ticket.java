package org.creneau.loadtest.client;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.creneau.loadtest.client.Answer.Failure;
import org.creneau.loadtest.client.Answer.FailureKind;

/** A request on its way, from being handed in until it is answered. */
final class Ticket {

    final Buffer request;
    final Promise<Exchange> promise;
    final long deadlineNanos;
    private long sentNanos;
    private boolean sent;
    private boolean settled;

    Ticket(Buffer request, Promise<Exchange> promise, long deadlineNanos) {
        this.request = request;
        this.promise = promise;
        this.deadlineNanos = deadlineNanos;
    }

    void sent() {
        sent = true;
        sentNanos = System.nanoTime();
    }

    void fail(FailureKind kind) {
        settle(new Failure(kind), System.nanoTime());
    }

    /** The first answer counts. */
    void settle(Answer answer, long endNanos) {
        if (!settled) {
            settled = true;
            promise.complete(new Exchange(answer, sent ? sentNanos : endNanos, endNanos));
        }
    }
}
