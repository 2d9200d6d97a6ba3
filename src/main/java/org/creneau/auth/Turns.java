package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets the requests that share a key go one after the other on this node; nobody blocks.
 *
 * <p>An attempt to log in counts as failed until it has succeeded. Side by side, a client's own simultaneous log-ins
 * would therefore shut each other out; in turn, each finds the slate clean that the one before it left. Bounded by
 * whoever admits the requests.
 *
 * @param <K> the key
 */
final class Turns<K> {

    private final Map<K, Future<?>> last = new ConcurrentHashMap<>();

    <T> Future<T> take(K key, Supplier<Future<T>> request) {
        Promise<T> promise = Promise.promise();
        Future<T> mine = promise.future();
        Future<?> before = last.put(key, mine);
        if (before == null) {
            begin(request, promise);
        } else {
            before.onComplete(done -> begin(request, promise));
        }
        return mine.onComplete(done -> last.remove(key, mine));
    }

    private static <T> void begin(Supplier<Future<T>> request, Promise<T> promise) {
        try {
            request.get().onComplete(promise);
        } catch (RuntimeException broken) {
            promise.fail(broken);
        }
    }
}
