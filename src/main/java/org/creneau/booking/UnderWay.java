package org.creneau.booking;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Requests under way, by what they ask for: a repetition that comes before the answer waits for that answer. Handled by
 * itself it could be refused for certain while the first still gets a seat.
 *
 * <p>Belongs to one event loop. Holds no more than there are requests under way.
 *
 * @param <K> what is asked for
 * @param <R> the answer
 */
final class UnderWay<K, R> {

    private final Map<K, Future<R>> running = new HashMap<>();

    Future<R> join(K key, Supplier<Future<R>> start) {
        Future<R> before = running.get(key);
        if (before != null) {
            return before;
        }
        Future<R> mine = start.get();
        if (!mine.isComplete()) {
            running.put(key, mine);
            mine.onComplete(done -> running.remove(key));
        }
        return mine;
    }
}
