package org.creneau.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditLog;
import org.creneau.config.PrivacySettings;
import org.creneau.core.Rounds;
import org.creneau.core.Sql;
import org.creneau.privacy.RetentionStore.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has been kept as long as the settings say. What it deleted is in the log and in the audit log. */
final class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    /** One kind of thing, and how a batch of it is deleted. */
    private record Job(String name, int days, Function<UUID, Future<Step>> step) {}

    private final Sql sql;
    private final RetentionStore store;
    private final AuditLog auditLog;
    private final long everySeconds;
    private final List<Job> jobs;

    Retention(Sql sql, AuditLog auditLog, PrivacySettings settings) {
        this.sql = sql;
        this.store = new RetentionStore(sql);
        this.auditLog = auditLog;
        this.everySeconds = settings.retentionSeconds();
        this.jobs = List.of(
                new Job(
                        "bookings",
                        settings.keepBookingsDays(),
                        after -> store.bookings(settings.keepBookingsDays(), after)),
                new Job(
                        "file-history",
                        settings.keepFileHistoryDays(),
                        after -> store.fileHistory(settings.keepFileHistoryDays())),
                new Job("drafts", settings.keepDraftsDays(), after -> store.drafts(settings.keepDraftsDays())),
                new Job(
                        "unused-accounts",
                        settings.keepUnusedAccountsDays(),
                        after -> store.unusedAccounts(settings.keepUnusedAccountsDays(), after)),
                new Job("audit-log", settings.keepAuditDays(), after -> forget(settings.keepAuditDays())));
    }

    /** Runs what is due, one job after the other. */
    Future<Void> run() {
        Future<Void> done = Future.succeededFuture();
        for (Job job : jobs) {
            if (job.days() > 0) {
                done = done.compose(before -> store.claim(job.name(), everySeconds))
                        .compose(mine -> mine ? run(job) : Future.succeededFuture());
            }
        }
        return done;
    }

    private Future<Void> run(Job job) {
        AtomicReference<UUID> last = new AtomicReference<>(RetentionStore.BEGINNING);
        AtomicInteger removed = new AtomicInteger();
        return Rounds.whileTrue(() -> job.step().apply(last.get()).map(step -> {
                    last.set(step.last());
                    removed.addAndGet(step.removed());
                    return step.more();
                }))
                .compose(done -> tell(job, removed.get()));
    }

    private Future<Void> tell(Job job, int removed) {
        if (removed == 0) {
            return Future.succeededFuture();
        }
        log.info("retention: {} older than {} days, {} removed", job.name(), job.days(), removed);
        JsonObject details =
                new JsonObject().put("what", job.name()).put("days", job.days()).put("removed", removed);
        return sql.transaction(
                within -> auditLog.record(within, AuditEntry.bySystem(null, AuditEntry.Action.RETENTION, details)));
    }

    private Future<Step> forget(int days) {
        return auditLog.forget(days).map(gone -> new Step(gone, gone > 0, RetentionStore.BEGINNING));
    }
}
