package org.creneau.audit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.creneau.core.Repeated;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log, in PostgreSQL. Entries are added without anybody waiting for anybody; some time later, about a second,
 * one node seals them in a chain, so that a change behind the triggers is found by {@code creneau check}.
 *
 * <p>Whoever may do everything in the database could make a whole new chain. Against that, the log of the process says
 * now and then where the chain ends: compare it with what {@code audit_log} has at that position.
 */
public final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final long SEALING_MILLIS = 1_000;
    private static final long TELLING_NANOS = 3_600_000_000_000L;

    private final AuditStore store;
    private @Nullable Repeated sealing;
    private long toldNanos = System.nanoTime() - TELLING_NANOS;

    /** Without sealing, for commands: what they add is sealed by whoever serves. */
    public AuditLog(Pool pool) {
        this.store = new AuditStore(new Sql(pool));
    }

    /** What the log says about one client, as the client may see it: of whom, not who it was by name. */
    public record Seen(
            long id,
            Instant at,
            AuditEntry.ActorKind actorKind,
            @Nullable String organisation,
            String action) {}

    /** All that the log says about one thing that somebody did or saw. */
    public record Entry(
            long id,
            Instant at,
            @Nullable UUID actor,
            AuditEntry.ActorKind actorKind,
            @Nullable String organisation,
            @Nullable UUID clientId,
            String action,
            JsonObject details) {}

    /**
     * Which entries are looked for; null: whichever.
     *
     * @param from first moment
     * @param before the first moment that is not wanted any more
     */
    public record Query(
            @Nullable UUID clientId,
            @Nullable UUID actor,
            @Nullable String action,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime before) {}

    /** Begins to seal, until it is closed. Several nodes may do so. */
    public AuditLog sealing(Vertx vertx) {
        sealing = Repeated.every(SEALING_MILLIS, vertx, "sealing the audit log", this::seal);
        return this;
    }

    /**
     * Adds an entry.
     *
     * @param within the transaction in which it happens
     */
    public Future<Void> record(SqlClient within, AuditEntry entry) {
        return AuditStore.add(within, entry);
    }

    /**
     * Adds some at once.
     *
     * @param within the transaction in which it happens
     */
    public Future<Void> record(SqlClient within, List<AuditEntry> entries) {
        return entries.isEmpty() ? Future.succeededFuture() : AuditStore.add(within, entries);
    }

    /**
     * What is there about a client, newest first.
     *
     * @param before only older entries than the one of this id; null: all
     */
    public Future<List<Seen>> about(UUID clientId, int limit, @Nullable Long before) {
        return store.about(clientId, limit, before);
    }

    /**
     * What is there of what is looked for, newest first. That somebody looked is in the log afterwards, in the same
     * transaction.
     *
     * @param by says who looks
     * @param beforeId only older entries than the one of this id; null: all
     */
    public Future<List<Entry>> search(AuditEntry by, Query query, int limit, @Nullable Long beforeId) {
        return store.search(by, query, limit, beforeId);
    }

    /**
     * Deletes up to a batch of the oldest entries older than so many days, 365 at least.
     *
     * @return how many
     */
    public Future<Integer> forget(int days) {
        return store.forget(days);
    }

    @Override
    public void close() {
        if (sealing != null) {
            sealing.close();
        }
    }

    private Future<Void> seal() {
        return store.seal().compose(count -> {
            if (count == 0 || System.nanoTime() - toldNanos < TELLING_NANOS) {
                return Future.succeededFuture();
            }
            toldNanos = System.nanoTime();
            return store.head()
                    .onSuccess(head -> log.info(
                            "the audit log ends at position {} with digest {}", head.position(), head.digest()))
                    .mapEmpty();
        });
    }
}
