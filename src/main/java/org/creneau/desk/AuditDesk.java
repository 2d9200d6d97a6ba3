package org.creneau.desk;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.core.Page;
import org.creneau.desk.AuditTrail.Search;
import org.creneau.desk.AuditTrail.SearchResult;
import org.jspecify.annotations.Nullable;

/** Looks into the audit log, which says so afterwards. */
record AuditDesk(AuditLog auditLog) {

    /** Days are those of the ministry. */
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");

    Future<SearchResult> search(Search command) {
        LocalDate from = command.from();
        LocalDate to = command.to();
        if (from != null && to != null && to.isBefore(from)) {
            return Future.succeededFuture(new SearchResult.BadRange());
        }
        Long before = null;
        if (command.cursor() != null) {
            before = position(command.cursor());
            if (before == null) {
                return Future.succeededFuture(new SearchResult.BadCursor());
            }
        }
        AuditLog.Query query = new AuditLog.Query(
                command.client(),
                command.actor(),
                command.action(),
                from == null ? null : begin(from),
                to == null ? null : begin(to.plusDays(1)));
        int limit = command.limit();
        return auditLog.search(seen(command), query, limit + 1, before).map(found -> {
            boolean more = found.size() > limit;
            List<AuditLog.Entry> page = more ? found.subList(0, limit) : found;
            return new SearchResult.Found(
                    new Page<>(page, more ? String.valueOf(page.get(limit - 1).id()) : null));
        });
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
        return day.atStartOfDay(ZONE).toOffsetDateTime();
    }

    /** Null when it is not one of ours. */
    private static @Nullable Long position(String cursor) {
        try {
            return Long.valueOf(cursor);
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }
}
