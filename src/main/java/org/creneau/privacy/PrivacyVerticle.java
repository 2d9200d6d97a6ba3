package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import org.creneau.audit.AuditLog;
import org.creneau.audit.AuditLog.Seen;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.privacy.PersonalData.AccessLog;
import org.creneau.privacy.PersonalData.AccessLogResult;
import org.creneau.privacy.PersonalData.ExportResult;

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
        Optional<Start<Long>> start = Start.ofNumber(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new AccessLogResult.BadCursor());
        }
        int limit = command.limit();
        return auditLog.about(command.clientId(), limit + 1, start.get().after())
                .map(entries -> new AccessLogResult.Found(Page.cut(entries, limit, Seen::id)));
    }
}
