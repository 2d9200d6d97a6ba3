package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Function;

/**
 * A typed address inside this process: a command record goes in, a result comes back, both by reference.
 *
 * <p>Commands and results must be immutable, because sender and receiver share them across event loops. Expected
 * answers are results; a failed future means that the answer is not known ({@link Unavailable}) or that something is
 * broken.
 *
 * <p>This is not the event bus of Vert.x, although it does the same: there, each request costs a timer, a registration
 * for the reply and several copies of the envelope, together as much as all the rest of a refused booking. See
 * {@link Hops}.
 *
 * @param <C> the command
 * @param <R> the result
 */
public record Address<C, R>(String name) {

    /** The same address for one of several instances that divide the work among them. */
    public Address<C, R> shard(int index) {
        return new Address<>(name + "." + index);
    }

    /**
     * Serves the address on the calling verticle's event loop, until the verticle is undeployed. Several may serve the
     * same address and share the requests.
     *
     * @param handler may be called while the sender still waits for {@link #request} to return
     */
    public void serve(Vertx vertx, Function<C, Future<R>> handler) {
        Hops.of(vertx).serve((ContextInternal) vertx.getOrCreateContext(), name, handler);
    }

    /**
     * Sends a command. The answer comes on the caller's event loop.
     *
     * @param timeoutMillis how long to wait for the result before failing with {@link Unavailable}; looked at a few
     *     times a second. What the command does goes on
     */
    public Future<R> request(Vertx vertx, C command, long timeoutMillis) {
        return Hops.of(vertx).request((ContextInternal) vertx.getOrCreateContext(), name, command, timeoutMillis);
    }
}
