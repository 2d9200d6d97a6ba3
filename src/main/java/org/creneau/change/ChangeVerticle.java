package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link Changes}. */
public final class ChangeVerticle extends VerticleBase {

    private final ChangeService service;

    ChangeVerticle(ChangeService service) {
        this.service = service;
    }

    @Override
    public Future<?> start() {
        Changes.SET_CAPACITY.serve(vertx, service::setCapacity);
        Changes.CLOSE.serve(vertx, service::close);
        Changes.REOPEN.serve(vertx, service::reopen);
        Changes.CANCEL.serve(vertx, service::cancel);
        Changes.MOVE.serve(vertx, service::move);
        Changes.CANCEL_DAY.serve(vertx, service::cancelDay);
        Changes.FIND_JOB.serve(vertx, service::findJob);
        Changes.LIST_JOBS.serve(vertx, service::listJobs);
        return Future.succeededFuture();
    }
}
