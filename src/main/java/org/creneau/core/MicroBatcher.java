package org.creneau.core;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers requests while a batch is under way and sends them together in the next: batches grow with the load by
 * themselves, nobody waits on a timer, and a lone request is sent at once.
 *
 * <p>Belongs to one event loop: create and use it there only.
 *
 * @param <Q> a request
 * @param <A> its answer
 */
public final class MicroBatcher<Q, A> {

    private record Waiting<Q, A>(Q request, Promise<A> answer) {}

    private final String name;
    private final int batchSize;
    private final int maxQueue;
    private final Function<List<Q>, Future<List<Future<A>>>> run;
    private final Context context;
    private final ArrayDeque<Waiting<Q, A>> queue = new ArrayDeque<>();
    private boolean busy;

    /**
     * A batcher for the calling event loop.
     *
     * @param name for the answer when the queue is full
     * @param batchSize most requests in a batch
     * @param maxQueue most requests waiting; beyond it {@link Overloaded}
     * @param run sends a batch; answers in the order of the requests, or fails for all of them
     */
    public MicroBatcher(
            Vertx vertx, String name, int batchSize, int maxQueue, Function<List<Q>, Future<List<Future<A>>>> run) {
        this.name = name;
        this.batchSize = batchSize;
        this.maxQueue = maxQueue;
        this.run = run;
        this.context = vertx.getOrCreateContext();
    }

    public Future<A> add(Q request) {
        if (queue.size() >= maxQueue) {
            return Future.failedFuture(new Overloaded(name));
        }
        Promise<A> answer = Promise.promise();
        queue.add(new Waiting<>(request, answer));
        if (!busy) {
            busy = true;
            // What else this event loop has already received is added first.
            context.runOnContext(now -> next());
        }
        return answer.future();
    }

    /** Requests waiting for the next batch. */
    public int waiting() {
        return queue.size();
    }

    private void next() {
        if (queue.isEmpty()) {
            busy = false;
            return;
        }
        List<Waiting<Q, A>> batch = new ArrayList<>(Math.min(queue.size(), batchSize));
        List<Q> requests = new ArrayList<>(batch.size());
        while (batch.size() < batchSize && !queue.isEmpty()) {
            Waiting<Q, A> waiting = queue.remove();
            batch.add(waiting);
            requests.add(waiting.request());
        }
        Future<List<Future<A>>> running;
        try {
            running = run.apply(requests);
        } catch (RuntimeException broken) {
            running = Future.failedFuture(broken);
        }
        running.onComplete(done -> context.runOnContext(now -> {
            next();
            for (int i = 0; i < batch.size(); i++) {
                if (done.succeeded()) {
                    done.result().get(i).onComplete(batch.get(i).answer());
                } else {
                    batch.get(i).answer().fail(done.cause());
                }
            }
        }));
    }
}
