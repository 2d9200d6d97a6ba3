package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.creneau.loadtest.client.PoolLimits;
import org.creneau.loadtest.client.Target;

/** The load generator: one lane per event loop, seen from the main thread, which may block. */
final class Generator implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5000;
    private static final long LIMIT_SECONDS = 60;

    private final Vertx vertx;
    private final List<Lane> lanes = new ArrayList<>();
    private final int connectionsToEach;

    Generator(GeneratorOptions options, List<Target> nodes) {
        vertx = Vertx.vertx(
                new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(options.eventLoops()));
        connectionsToEach = Math.max(1, options.connections() / (options.eventLoops() * nodes.size()));
        PoolLimits limits = new PoolLimits(
                connectionsToEach,
                options.waiting() / (options.eventLoops() * nodes.size()),
                options.requestMillis(),
                CONNECT_MILLIS);
        for (int i = 0; i < options.eventLoops(); i++) {
            Lane lane = new Lane(i, options.eventLoops(), nodes, limits);
            await(vertx.deployVerticle(lane));
            lanes.add(lane);
        }
    }

    boolean isNative() {
        return vertx.isNativeTransportEnabled();
    }

    /** Asks the nodes something before anything begins. */
    <T> T ask(Function<Caller, Future<T>> question) {
        Lane lane = lanes.get(0);
        return await(lane.on(() -> question.apply(lane.caller())));
    }

    /** Opens all connections, as people have them open before the release; their number. */
    int connect() {
        return await(Future.join(lanes.stream()
                                .map(lane -> lane.on(() -> lane.caller().open(connectionsToEach)))
                                .toList())
                        .map(opened -> opened.<Integer>list()))
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Lets the crowd come; completes when the last one is gone. */
    Future<Void> play(Round round) {
        return Future.join(lanes.stream()
                        .map(lane -> lane.on(() -> lane.play(round)))
                        .toList())
                .mapEmpty();
    }

    /** What happened so far in one second, counted from the round's start. */
    Second second(int index) {
        Second sum = new Second();
        for (Lane lane : lanes) {
            sum.add(await(lane.on(() -> Future.succeededFuture(lane.tally().copyOf(index)))));
        }
        return sum;
    }

    int inFlight() {
        return lanes.stream()
                .mapToInt(lane ->
                        await(lane.on(() -> Future.succeededFuture(lane.caller().inFlight()))))
                .sum();
    }

    /** Ends what is still under way. */
    void endNow() {
        await(Future.join(lanes.stream().map(lane -> lane.on(lane::endNow)).toList()));
    }

    /** What all lanes measured; once nothing moves any more. */
    Tally tally() {
        Tally sum = new Tally(lanes.get(0).tally().startNanos());
        lanes.forEach(lane -> sum.add(lane.tally()));
        return sum;
    }

    /** What all lanes' clients were told; once nothing moves any more. */
    Journal journal() {
        Journal sum = new Journal();
        lanes.forEach(lane -> sum.add(lane.journal()));
        return sum;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("nothing happened within " + LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
