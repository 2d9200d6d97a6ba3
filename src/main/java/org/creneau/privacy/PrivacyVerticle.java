package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.creneau.audit.AuditLog;
import org.creneau.audit.AuditLog.Seen;
import org.creneau.core.Page;
import org.creneau.privacy.PersonalData.AccessLog;
import org.creneau.privacy.PersonalData.AccessLogResult;
import org.creneau.privacy.PersonalData.ExportResult;
import org.jspecify.annotations.Nullable;

/** Serves the addresses of {@link PersonalData}. */
public final class PrivacyVerticle extends VerticleBase {

    private final ExportStore exports;
    private final ErasureService erasures;
    private final AuditLog auditLog;

    PrivacyVerticle(ExportStore exports, ErasureService erasures, AuditLog auditLog) {
        this.exports = exports;
        this.erasures = erasures;
        this.auditLog = auditLog;
    }

    @Override
    public Future<?> start() {
        PersonalData.EXPORT.serve(
                vertx,
                command -> exports.export(command.clientId())
                        .map(json -> json.<ExportResult>map(ExportResult.Exported::new)
                                .orElseGet(ExportResult.NotFound::new)));
        PersonalData.ERASE.serve(vertx, erasures::erase);
        PersonalData.ACCESS_LOG.serve(vertx, this::accesses);
        return Future.succeededFuture();
    }

    private Future<AccessLogResult> accesses(AccessLog command) {
        Long before = null;
        if (command.cursor() != null) {
            before = position(command.cursor());
            if (before == null) {
                return Future.succeededFuture(new AccessLogResult.BadCursor());
            }
        }
        int limit = command.limit();
        return auditLog.about(command.clientId(), limit + 1, before).map(entries -> {
            boolean more = entries.size() > limit;
            List<Seen> page = more ? entries.subList(0, limit) : entries;
            return new AccessLogResult.Found(
                    new Page<>(page, more ? String.valueOf(page.get(limit - 1).id()) : null));
        });
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
