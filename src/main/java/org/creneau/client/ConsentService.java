package org.creneau.client;

import io.vertx.core.Future;
import org.creneau.access.Consents;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.client.MyConsents.ConsentList;
import org.creneau.client.MyConsents.ListConsents;
import org.creneau.client.MyConsents.Withdraw;
import org.creneau.client.MyConsents.WithdrawResult;
import org.creneau.core.Sql;

/** Shows clients whom they let use their file, and ends it. */
record ConsentService(Sql sql, Consents consents, AuditLog auditLog) {

    Future<ConsentList> list(ListConsents command) {
        return consents.of(command.clientId()).map(ConsentList::new);
    }

    Future<WithdrawResult> withdraw(Withdraw command) {
        AuditEntry entry = AuditEntry.byClient(command.clientId(), Action.CONSENT_WITHDRAWN);
        return sql.transaction(within -> Consents.withdraw(within, command.clientId(), command.organisation())
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(new WithdrawResult.NotFound());
                    }
                    Future<Void> noted = found.get().now() ? auditLog.record(within, entry) : Future.succeededFuture();
                    return noted.map(
                            done -> new WithdrawResult.Withdrawn(found.get().consent()));
                }));
    }
}
