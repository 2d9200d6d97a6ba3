package org.creneau.client;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;
import org.creneau.access.Access;
import org.creneau.access.Actor;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;

/**
 * Who makes or changes a file, or looks at it.
 *
 * @param source as the file's history has it (guide 5.2)
 * @param own whether it is the client's own file
 */
record Author(Actor actor, String source, boolean own) {

    private static final String CLIENT = "CLIENT";

    /** An employee is a client, too, where the own file is concerned. */
    static Author of(Actor actor, UUID clientId) {
        if (actor.id().equals(clientId)) {
            return new Author(actor, CLIENT, true);
        }
        return new Author(actor, Access.provider(actor).name(), false);
    }

    UUID id() {
        return actor.id();
    }

    /** Notes what somebody else than the client did; what clients do themselves is in the file's history alone. */
    Future<Void> audit(SqlClient within, AuditLog auditLog, UUID clientId, Action action, JsonObject details) {
        return own
                ? Future.succeededFuture()
                : auditLog.record(within, AuditEntry.by(actor, clientId, action, details));
    }
}
