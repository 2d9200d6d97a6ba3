package org.creneau.change;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.function.Supplier;
import org.creneau.audit.AuditLog;
import org.creneau.config.Settings;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;

/**
 * The feature, put together, with what goes on by itself: jobs, and capacities that are not reached yet.
 *
 * <p>Close it before the bookings and the pool.
 */
public final class ChangeFeature implements AutoCloseable {

    private static final long JOBS_MILLIS = 500;
    private static final long CAPACITY_MILLIS = 1_000;

    /** Beyond the longest batch and the longest wait for what is under way: nobody is robbed of a job that gets on. */
    private static final long LEASE_MILLIS = 10_000;

    private final ChangeService service;
    private final List<Repeated> running;

    private ChangeFeature(ChangeService service, List<Repeated> running) {
        this.service = service;
        this.running = running;
    }

    /**
     * Begins what goes on by itself.
     *
     * @param refreshed reads changed slots into this node's memory
     */
    public static ChangeFeature start(
            Vertx vertx,
            Pool pool,
            Settings settings,
            AuditLog auditLog,
            DatabaseClock clock,
            Supplier<Future<Void>> refreshed) {
        Sql sql = new Sql(pool);
        long timeoutMillis = settings.http().requestTimeoutMillis();
        PublishedSlotStore slots = new PublishedSlotStore(sql, auditLog);
        JobStore jobs = new JobStore(sql, auditLog);
        Stillness stillness = new Stillness(vertx, sql, settings.database().statementTimeoutMillis());
        JobRunner runner = new JobRunner(
                vertx,
                slots,
                jobs,
                new BatchChanges(sql),
                stillness,
                refreshed,
                LEASE_MILLIS + settings.database().statementTimeoutMillis(),
                timeoutMillis);
        CapacityPursuit pursuit = new CapacityPursuit(vertx, slots, timeoutMillis);
        return new ChangeFeature(
                new ChangeService(vertx, slots, jobs, stillness, clock, refreshed, timeoutMillis),
                List.of(
                        Repeated.every(JOBS_MILLIS, vertx, "beginning jobs", runner::begin),
                        Repeated.every(JOBS_MILLIS, vertx, "working on jobs", runner::work),
                        Repeated.every(CAPACITY_MILLIS, vertx, "withdrawing seats that came free", pursuit::pursue)));
    }

    /** One more instance. */
    public ChangeVerticle verticle() {
        return new ChangeVerticle(service);
    }

    @Override
    public void close() {
        running.forEach(Repeated::close);
    }
}
