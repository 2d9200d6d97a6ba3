package org.creneau.privacy;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.creneau.audit.AuditLog;
import org.creneau.booking.BookingClient;
import org.creneau.config.Settings;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;

/**
 * The feature, put together, with its jobs: erasures that were not finished, and what has been kept long enough.
 *
 * <p>Close it before the bookings and the pool.
 */
public final class Privacy implements AutoCloseable {

    private static final long ERASURES_MILLIS = 5_000;

    /** How often a node asks whether it is its turn; in between, what is due waits. */
    private static final long MOST_RETENTION_SECONDS = 60;

    private final ExportStore exports;
    private final ErasureService erasures;
    private final AuditLog auditLog;
    private final List<Repeated> jobs;

    private Privacy(ExportStore exports, ErasureService erasures, AuditLog auditLog, List<Repeated> jobs) {
        this.exports = exports;
        this.erasures = erasures;
        this.auditLog = auditLog;
        this.jobs = jobs;
    }

    /**
     * Begins the jobs.
     *
     * @param bookings through which bookings are cancelled
     * @param sessionsEnded is told whose tokens are good no longer
     */
    public static Privacy start(
            Vertx vertx,
            Pool pool,
            Settings settings,
            AuditLog auditLog,
            BookingClient bookings,
            Consumer<Collection<UUID>> sessionsEnded) {
        Sql sql = new Sql(pool);
        ErasureService erasures = new ErasureService(
                vertx,
                new ErasureStore(sql, auditLog),
                bookings,
                sessionsEnded,
                settings.http().requestTimeoutMillis());
        Retention retention = new Retention(sql, auditLog, settings.privacy());
        long askMillis =
                TimeUnit.SECONDS.toMillis(Math.min(settings.privacy().retentionSeconds(), MOST_RETENTION_SECONDS));
        return new Privacy(
                new ExportStore(sql, auditLog),
                erasures,
                auditLog,
                List.of(
                        Repeated.every(ERASURES_MILLIS, vertx, "finishing erasures", erasures::resume),
                        Repeated.every(askMillis, vertx, "deleting what is too old", retention::run)));
    }

    /** One more instance. */
    public PrivacyVerticle verticle() {
        return new PrivacyVerticle(exports, erasures, auditLog);
    }

    @Override
    public void close() {
        jobs.forEach(Repeated::close);
    }
}
