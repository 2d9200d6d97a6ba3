package org.creneau.catalogue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's snapshot of the catalogue. Deployed once; it starts when the first snapshot is there. Later a
 * refresh that fails leaves the old one in place.
 */
public final class CatalogueLoader extends VerticleBase implements CatalogueSource {

    private static final Logger log = LoggerFactory.getLogger(CatalogueLoader.class);
    /** An unanswered query must not end the refreshing. */
    private static final long READ_TIMEOUT_SECONDS = 10;

    private final CatalogueStore store;
    private final long refreshMillis;
    private volatile @Nullable Catalogue snapshot;

    // Touched by this verticle's event loop only.
    private @Nullable Future<Void> reading;
    private @Nullable Promise<Void> next;
    private boolean stopped;

    /** @param refreshMillis the pause between two refreshes; 30,000 is plenty, as slots ask for what they miss */
    public CatalogueLoader(CatalogueStore store, long refreshMillis) {
        this.store = store;
        this.refreshMillis = refreshMillis;
    }

    @Override
    public Future<?> start() {
        return refreshHere().onSuccess(loaded -> scheduleRefresh());
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    @Override
    public Catalogue current() {
        Catalogue current = snapshot;
        if (current == null) {
            throw new IllegalStateException("the catalogue was asked for before it was loaded");
        }
        return current;
    }

    /**
     * Reads the catalogue again. What was committed before this call is in {@link #current()} when the answer comes.
     * Any thread may call; however many do, at most one read runs and one waits.
     */
    public Future<Void> refresh() {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> promise = Promise.promise();
        // The caller goes on where it was, not on this verticle's event loop.
        context.runOnContext(
                now -> refreshHere().onComplete(done -> caller.runOnContext(back -> promise.handle(done))));
        return promise.future();
    }

    private Future<Void> refreshHere() {
        if (reading != null) {
            // The running read may have begun too early for this caller.
            if (next == null) {
                next = Promise.promise();
            }
            return next.future();
        }
        Future<Void> started =
                store.read().timeout(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS).map(this::publish);
        reading = started;
        started.onComplete(done -> context.runOnContext(now -> startNext()));
        return started;
    }

    private void startNext() {
        reading = null;
        Promise<Void> waiting = next;
        if (waiting != null) {
            next = null;
            refreshHere().onComplete(waiting);
        }
    }

    private @Nullable Void publish(Catalogue read) {
        // The same object as long as nothing changed: who derives something from it sees that there is nothing to do.
        if (!read.equals(snapshot)) {
            snapshot = read;
        }
        return null;
    }

    private void scheduleRefresh() {
        if (stopped) {
            return;
        }
        vertx.setTimer(
                refreshMillis, timer -> refreshHere().onFailure(this::report).onComplete(done -> scheduleRefresh()));
    }

    private void report(Throwable failure) {
        if (!stopped) {
            log.warn("the catalogue could not be read again, the last one stays: {}", failure.toString());
        }
    }
}
