package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.creneau.core.Overloaded;

/**
 * Answers only after a fixed time, much longer than the work takes: whoever asks whether somebody exists cannot tell it
 * from the time either. The work is done when the answer comes, so what was answered is also there after a crash.
 */
final class EvenAnswers {

    private static final long MILLIS = 500;
    private static final int MOST = 1_000;

    private final Vertx vertx;
    private final AtomicInteger underWay = new AtomicInteger();

    EvenAnswers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails with {@link Overloaded} when too many wait: to let them through at once would tell. */
    <T> Future<T> take(Supplier<Future<T>> work) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Future.failedFuture(new Overloaded("recovery"));
        }
        Future<Void> time = vertx.timer(MILLIS).mapEmpty();
        Future<T> answer;
        try {
            answer = work.get();
        } catch (RuntimeException broken) {
            answer = Future.failedFuture(broken);
        }
        Future<T> done = answer;
        return Future.join(done, time).transform(both -> done).onComplete(over -> underWay.decrementAndGet());
    }
}
