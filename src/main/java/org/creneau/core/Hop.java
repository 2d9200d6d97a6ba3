package org.creneau.core;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request on its way to a service and back. Everything but {@link #serve} happens on the caller's event loop. */
final class Hop extends Chain.Link<Hop> {

    private final ContextInternal caller;
    private final String address;
    private final Hops.Service service;
    private final Object command;
    private final PromiseInternal<Object> answer;
    private final Waiting waiting;
    private final long endNanos;

    Hop(
            ContextInternal caller,
            String address,
            Hops.Service service,
            Object command,
            PromiseInternal<Object> answer,
            Waiting waiting,
            long timeoutMillis) {
        this.caller = caller;
        this.address = address;
        this.service = service;
        this.command = command;
        this.answer = answer;
        this.waiting = waiting;
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    void go() {
        if (service.isOn(caller.nettyEventLoop())) {
            serve();
        } else {
            execute(service.context.nettyEventLoop(), this::serve, this::giveUp);
        }
    }

    boolean isOver(long nowNanos) {
        return nowNanos - endNanos > 0;
    }

    /** No answer came in time, or none can come; one that comes later is for nobody. */
    void giveUp() {
        finish(null, new Unavailable(address, null));
    }

    private void serve() {
        Future<Object> result;
        ContextInternal before = service.context.beginDispatch();
        try {
            result = service.isGone()
                    ? Future.failedFuture(new Unavailable(address, null))
                    : Objects.requireNonNull(service.handler.apply(command), address);
        } catch (RuntimeException broken) {
            result = Future.failedFuture(broken);
        } finally {
            service.context.endDispatch(before);
        }
        result.onComplete(this::answered);
    }

    private void answered(@Nullable Object result, @Nullable Throwable failure) {
        if (caller.inThread()) {
            finish(result, failure);
        } else {
            // Nobody hears it when the event loop is gone; it can only be gone together with the whole Vert.x.
            execute(caller.nettyEventLoop(), () -> finish(result, failure), () -> {});
        }
    }

    private void finish(@Nullable Object result, @Nullable Throwable failure) {
        waiting.remove(this);
        if (failure == null) {
            answer.tryComplete(result);
        } else {
            answer.tryFail(failure);
        }
    }

    /** Runs a task on an event loop, or what is to be done when that was shut down. */
    static void execute(EventLoop loop, Runnable task, Runnable otherwise) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            otherwise.run();
        }
    }
}
