package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that runs again and again, each time a while after it last ended. What fails is tried again the next time. */
public final class Repeated implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Repeated.class);

    private final Vertx vertx;
    private final String name;
    private final long pauseMillis;
    private final Supplier<Future<Void>> job;
    private volatile boolean closed;
    private boolean failing;

    private Repeated(Vertx vertx, String name, long pauseMillis, Supplier<Future<Void>> job) {
        this.vertx = vertx;
        this.name = name;
        this.pauseMillis = pauseMillis;
        this.job = job;
    }

    /** @param name for the log */
    public static Repeated every(long pauseMillis, Vertx vertx, String name, Supplier<Future<Void>> job) {
        Repeated repeated = new Repeated(vertx, name, pauseMillis, job);
        repeated.pause();
        return repeated;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void pause() {
        vertx.setTimer(pauseMillis, timer -> run());
    }

    private void run() {
        if (closed) {
            return;
        }
        job.get().onComplete(done -> {
            if (!closed) { // else it may have failed because the pool is closing too
                report(done.cause());
                pause();
            }
        });
    }

    /** One line when it starts to fail and one when it works again: an outage must not fill the log. */
    private void report(@Nullable Throwable failure) {
        if (failure != null && !failing) {
            log.warn("{} failed and will be tried again", name, failure);
        } else if (failure == null && failing) {
            log.info("{} works again", name);
        }
        failing = failure != null;
    }
}
