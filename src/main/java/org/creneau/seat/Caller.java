package org.creneau.seat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Brings an answer back to the event loop that asked. A question shared by several event loops is answered on the one
 * that happened to ask Redis, and the cluster client works that way inside; what its callers keep belongs to their own.
 */
final class Caller {

    private Caller() {}

    /** The same outcome, on the calling event loop; on any thread when the caller is on none. */
    static <T> Future<T> bound(Future<T> future) {
        Context caller = Vertx.currentContext();
        if (caller == null) {
            return future;
        }
        Promise<T> promise = Promise.promise();
        future.onComplete(done -> {
            if (Vertx.currentContext() == caller) {
                promise.handle(done);
            } else {
                caller.runOnContext(back -> promise.handle(done));
            }
        });
        return promise.future();
    }
}
