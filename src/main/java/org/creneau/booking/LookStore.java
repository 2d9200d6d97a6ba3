package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;

/** Whose bookings somebody else looked at, in the audit log. */
record LookStore(Sql sql, AuditLog auditLog) {

    /** To be waited for before the bookings are shown: who looks leaves a trace, or sees nothing. */
    Future<Void> note(Actor by, Collection<UUID> clients) {
        List<AuditEntry> looks = clients.stream()
                .distinct()
                .map(client -> AuditEntry.by(by, client, Action.FILE_VIEWED, new JsonObject()))
                .toList();
        return looks.isEmpty() ? Future.succeededFuture() : sql.transaction(within -> auditLog.record(within, looks));
    }
}
