package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what is held when its time is over: wakes at the moment itself, and looks for new ones every now and then. */
final class HoldVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(HoldVerticle.class);

    /** Until the next look; also after a failure. */
    static final long PAUSE_MILLIS = 500;

    private final Function<Vertx, HoldExpiry> maker;
    private boolean failing;
    private boolean stopping;

    /** @param maker called on this verticle's event loop */
    HoldVerticle(Function<Vertx, HoldExpiry> maker) {
        this.maker = maker;
    }

    @Override
    public Future<?> start() {
        schedule(maker.apply(vertx), PAUSE_MILLIS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.succeededFuture();
    }

    private void schedule(HoldExpiry expiry, long millis) {
        vertx.setTimer(millis, timer -> {
            if (!stopping) {
                expiry.round().onComplete(done -> {
                    report(done.cause());
                    schedule(expiry, done.succeeded() ? Math.max(1, done.result()) : PAUSE_MILLIS);
                });
            }
        });
    }

    /** One line when it starts to fail and one when it works again. */
    private void report(@Nullable Throwable failure) {
        if (failure != null && !failing && !stopping) {
            log.warn("what is held cannot be ended for now: {}", failure.toString());
        } else if (failure == null && failing) {
            log.info("what is held is ended again");
        }
        failing = failure != null;
    }
}
