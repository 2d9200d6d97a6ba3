package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves the addresses of {@link Employees}. Instances share the services. */
public final class DeskVerticle extends VerticleBase {

    private final Desk.Services services;

    DeskVerticle(Desk.Services services) {
        this.services = services;
    }

    @Override
    public Future<?> start() {
        Employees.LIST.serve(vertx, services.employees()::list);
        Employees.ADD.serve(vertx, services.employees()::add);
        Employees.CHANGE_ROLE.serve(vertx, services.employees()::changeRole);
        Employees.REMOVE.serve(vertx, services.employees()::remove);
        return Future.succeededFuture();
    }
}
