package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Serves the addresses of {@link Employees}, {@link Attendances}, {@link OwnSlots}, {@link Clients}, {@link Notes} and
 * {@link AuditTrail}.
 * Instances share the services.
 */
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
        Attendances.SHOW.serve(vertx, services.attendance()::show);
        Attendances.MARK.serve(vertx, services.attendance()::mark);
        OwnSlots.LIST.serve(vertx, services.slots()::list);
        Clients.FIND.serve(vertx, services.clients()::find);
        Clients.OPEN.serve(vertx, services.clients()::open);
        Clients.LIST_BOOKINGS.serve(vertx, services.clients()::bookings);
        Notes.ADD.serve(vertx, services.notes()::add);
        Notes.LIST.serve(vertx, services.notes()::list);
        AuditTrail.SEARCH.serve(vertx, services.audit()::search);
        return Future.succeededFuture();
    }
}
