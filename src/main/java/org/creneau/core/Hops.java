package org.creneau.core;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who serves which address in one Vert.x, and the way there and back.
 *
 * <p>A request to a service on the same event loop is a method call; to another one it is a task there and a task back.
 * Time limits are kept by {@link Waiting}, without a timer for each.
 */
final class Hops implements Shareable {

    private static final String NAME = "creneau.hops";

    /** One of those who serve an address. */
    static final class Service {

        final ContextInternal context;
        final Function<Object, Future<Object>> handler;
        private volatile boolean gone;

        private Service(ContextInternal context, Function<Object, Future<Object>> handler) {
            this.context = context;
            this.handler = handler;
        }

        boolean isOn(EventLoop loop) {
            return context.nettyEventLoop() == loop;
        }

        /** Whether its verticle is undeployed. */
        boolean isGone() {
            return gone;
        }
    }

    /** Those who serve one address, in turns. */
    private record Services(List<Service> all, AtomicInteger turn) {

        Services with(Service another) {
            return new Services(Stream.concat(all.stream(), Stream.of(another)).toList(), turn);
        }

        /** Null when nobody is left. */
        @Nullable
        Services without(Service one) {
            List<Service> others =
                    all.stream().filter(service -> service != one).toList();
            return others.isEmpty() ? null : new Services(others, turn);
        }

        /** The nearest: one on the caller's event loop, where it costs next to nothing, else whose turn it is. */
        Service next(EventLoop caller) {
            for (Service service : all) {
                if (service.isOn(caller)) {
                    return service;
                }
            }
            return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
        }
    }

    private final ConcurrentMap<String, Services> served = new ConcurrentHashMap<>();
    private final ConcurrentMap<EventLoop, Waiting> waiting = new ConcurrentHashMap<>();

    private Hops() {}

    static Hops of(Vertx vertx) {
        return vertx.sharedData().<String, Hops>getLocalMap(NAME).computeIfAbsent(NAME, name -> new Hops());
    }

    @SuppressWarnings("unchecked") // both ends of an address have the same types
    <C, R> void serve(ContextInternal context, String address, Function<C, Future<R>> handler) {
        Service service = new Service(context, (Function<Object, Future<Object>>) (Function<?, ?>) handler);
        served.merge(
                address, new Services(List.of(service), new AtomicInteger()), (others, alone) -> others.with(service));
        context.addCloseHook(closed -> {
            service.gone = true;
            served.computeIfPresent(address, (name, services) -> services.without(service));
            closed.succeed();
        });
    }

    @SuppressWarnings("unchecked")
    <C, R> Future<R> request(ContextInternal caller, String address, C command, long timeoutMillis) {
        PromiseInternal<Object> answer = caller.promise();
        if (caller.inThread()) {
            send(caller, address, command, timeoutMillis, answer);
        } else {
            Hop.execute(
                    caller.nettyEventLoop(),
                    () -> send(caller, address, command, timeoutMillis, answer),
                    () -> answer.fail(new Unavailable(address, null)));
        }
        return (Future<R>) answer.future();
    }

    private void send(
            ContextInternal caller,
            String address,
            Object command,
            long timeoutMillis,
            PromiseInternal<Object> answer) {
        Services services = served.get(address);
        if (services == null) {
            answer.fail(new Unavailable(address, null)); // not yet, or not any more
            return;
        }
        EventLoop loop = caller.nettyEventLoop();
        Waiting others = waiting.computeIfAbsent(loop, Waiting::new);
        Hop hop = new Hop(caller, address, services.next(loop), command, answer, others, timeoutMillis);
        others.add(hop);
        hop.go();
    }
}
