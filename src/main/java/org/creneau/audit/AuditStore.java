package org.creneau.audit;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.audit.AuditLog.Entry;
import org.creneau.audit.AuditLog.Seen;
import org.creneau.core.Conditions;
import org.creneau.core.Sql;
import org.jspecify.annotations.Nullable;

/** The audit log in PostgreSQL; its rules are the triggers and functions there. */
record AuditStore(Sql sql) {

    private static final int SEALING_BATCH = 1_000;
    private static final int FORGETTING_BATCH = 1_000;
    private static final String SOMEBODY_ELSE = "40001";

    /** The end of the chain. */
    record Head(long position, String digest) {}

    private static final String INSERT = """
            insert into audit_log (actor, actor_kind, organisation, client_id, action, details)
            values ($1, $2, $3, $4, $5, $6)
            """;

    static Future<Void> add(SqlClient within, AuditEntry entry) {
        return Sql.on(within, INSERT, row(entry)).mapEmpty();
    }

    static Future<Void> add(SqlClient within, List<AuditEntry> entries) {
        return within.preparedQuery(INSERT)
                .executeBatch(entries.stream().map(AuditStore::row).toList())
                .mapEmpty();
    }

    private static Tuple row(AuditEntry entry) {
        return Tuple.of(
                entry.actor(),
                entry.actorKind().name(),
                entry.organisation(),
                entry.clientId(),
                entry.action().name(),
                entry.details());
    }

    Future<List<Seen>> about(UUID clientId, int limit, @Nullable Long before) {
        String select = """
                select id, at, actor_kind, organisation, action from audit_log
                where client_id = $1 and id < coalesce($2::bigint, 9223372036854775807)
                order by id desc
                limit $3
                """;
        return sql.execute(select, Tuple.of(clientId, before, limit))
                .map(rows -> rows.stream()
                        .map(row -> new Seen(
                                row.getLong("id"),
                                row.getOffsetDateTime("at").toInstant(),
                                AuditEntry.ActorKind.valueOf(row.getString("actor_kind")),
                                row.getString("organisation"),
                                row.getString("action")))
                        .toList());
    }

    Future<List<Entry>> search(AuditEntry by, AuditLog.Query query, int limit, @Nullable Long beforeId) {
        Conditions conditions = new Conditions();
        conditions.add("client_id = %s", query.clientId());
        conditions.add("actor = %s", query.actor());
        conditions.add("action = %s", query.action());
        conditions.add("at >= %s", query.from());
        conditions.add("at < %s", query.before());
        conditions.add("id < %s", beforeId);
        String select = """
                select id, at, actor, actor_kind, organisation, client_id, action, details from audit_log
                where %s
                order by id desc
                limit %s""".formatted(conditions.sql(), conditions.parameter(limit));
        return sql.transaction(within -> Sql.on(within, select, conditions.parameters())
                .map(rows -> rows.stream().map(AuditStore::entry).toList())
                .compose(found -> add(within, by).map(found)));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getUUID("actor"),
                AuditEntry.ActorKind.valueOf(row.getString("actor_kind")),
                row.getString("organisation"),
                row.getUUID("client_id"),
                row.getString("action"),
                row.getJsonObject("details"));
    }

    /** How many entries this node has sealed; none when another was faster. */
    Future<Integer> seal() {
        return unlessSomebodyElse(
                sql.first("select seal_audit($1) as done", Tuple.of(SEALING_BATCH), row -> row.getInteger("done")));
    }

    Future<Integer> forget(int days) {
        return unlessSomebodyElse(sql.first(
                "select forget_audit($1, $2) as done",
                Tuple.of(days, FORGETTING_BATCH),
                row -> row.getInteger("done")));
    }

    Future<Head> head() {
        return sql.first(
                        "select head_position, encode(head_digest, 'hex') as digest from audit_chain",
                        Tuple.tuple(),
                        row -> new Head(row.getLong("head_position"), row.getString("digest")))
                .map(Optional::orElseThrow);
    }

    private static Future<Integer> unlessSomebodyElse(Future<Optional<Integer>> done) {
        return done.map(Optional::orElseThrow)
                .recover(
                        failure -> failure instanceof PgException refused && SOMEBODY_ELSE.equals(refused.getSqlState())
                                ? Future.succeededFuture(0)
                                : Future.failedFuture(failure));
    }
}
