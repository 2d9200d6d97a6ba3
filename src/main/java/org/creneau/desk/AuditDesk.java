package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.MinistryTime;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.desk.AuditTrail.Search;
import org.creneau.desk.AuditTrail.SearchResult;

/** Looks into the audit log, which says so afterwards. */
record AuditDesk(AuditLog auditLog) {

    Future<SearchResult> search(Search command) {
        LocalDate from = command.from();
        LocalDate to = command.to();
        if (from != null && to != null && to.isBefore(from)) {
            return Future.succeededFuture(new SearchResult.BadRange());
        }
        Optional<Start<Long>> start = Start.ofNumber(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new SearchResult.BadCursor());
        }
        AuditLog.Query query = new AuditLog.Query(
                command.client(),
                command.actor(),
                command.action(),
                from == null ? null : begin(from),
                to == null ? null : begin(to.plusDays(1)));
        int limit = command.limit();
        return auditLog.search(seen(command), query, limit + 1, start.get().after())
                .map(found -> new SearchResult.Found(Page.cut(found, limit, AuditLog.Entry::id)));
    }

    /**
     * About the client whose entries were asked for, if it was one's: who reads the own access log sees this, too, and the
     * details in the export. Which employee the search was for is not for the client, so it is left out then.
     */
    private static AuditEntry seen(Search command) {
        JsonObject criteria = new JsonObject();
        if (command.actor() != null && command.client() == null) {
            criteria.put("actor", command.actor().toString());
        }
        if (command.action() != null) {
            criteria.put("action", command.action());
        }
        return AuditEntry.by(command.by(), command.client(), Action.AUDIT_LOG_VIEWED, criteria);
    }

    private static OffsetDateTime begin(LocalDate day) {
        return day.atStartOfDay(MinistryTime.ZONE).toOffsetDateTime();
    }
}
