package org.creneau.desk;

import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.audit.AuditLog;

/** The feature, put together. */
public final class Desk {

    private final Services services;

    /** All that the verticles share. */
    record Services(EmployeeService employees) {}

    private Desk(Services services) {
        this.services = services;
    }

    /** @param sessionsEnded is told whose tokens are good no longer */
    public static Desk create(Pool pool, AuditLog auditLog, Consumer<Collection<UUID>> sessionsEnded) {
        return new Desk(new Services(EmployeeService.of(pool, auditLog, sessionsEnded)));
    }

    /** One more instance; all share their state. */
    public DeskVerticle verticle() {
        return new DeskVerticle(services);
    }
}
