package org.creneau;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** What was started, in this order: it stops in the reverse one. */
final class Started {

    private final Vertx vertx;
    private final Deque<Supplier<Future<?>>> stops = new ArrayDeque<>();

    Started(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Something that runs already, and how it stops. */
    void add(Supplier<Future<?>> stop) {
        stops.push(stop);
    }

    /** Something that runs already, and stops at once. */
    void closing(AutoCloseable part) {
        stops.push(() -> {
            try {
                part.close();
                return Future.succeededFuture();
            } catch (Exception failure) {
                return Future.failedFuture(failure);
            }
        });
    }

    Future<String> deploy(Supplier<? extends Deployable> verticle, int instances) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> stops.push(() -> vertx.undeploy(id)));
    }

    /** Stops everything, whether or not something fails to. */
    Future<Void> stop() {
        Future<?> stopped = Future.succeededFuture();
        while (!stops.isEmpty()) {
            Supplier<Future<?>> next = stops.pop();
            stopped = stopped.transform(before -> next.get());
        }
        return stopped.mapEmpty();
    }
}
