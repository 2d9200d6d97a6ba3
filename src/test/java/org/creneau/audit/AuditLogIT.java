package org.creneau.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.core.Sql;
import org.creneau.ops.DatabaseChecker;
import org.creneau.ops.Violation;
import org.creneau.testkit.Await;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with the audit log, and what is found when somebody goes behind its guards. */
class AuditLogIT {

    private static final Vertx vertx = Vertx.vertx();

    private String database;
    private Pool pool;
    private AuditLog auditLog;
    private AuditStore store;
    private final UUID client = UUID.randomUUID();

    @BeforeEach
    void start() {
        database = TestServers.newDatabase();
        connect();
        auditLog = new AuditLog(pool);
        store = new AuditStore(new Sql(pool));
    }

    private void connect() {
        pool = PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(database))
                .with(new PoolOptions().setMaxSize(8))
                .using(vertx)
                .build();
    }

    @AfterEach
    void stop() {
        Await.of(pool.close());
    }

    private void record(int count) {
        for (int i = 0; i < count; i++) {
            AuditEntry entry = AuditEntry.bySystem(client, Action.ERASED, new JsonObject().put("number", i));
            Await.of(pool.withTransaction(within -> auditLog.record(within, entry)));
        }
    }

    private List<String> violated() {
        return Await.of(new DatabaseChecker(pool).check()).stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }

    private void behindTheGuards(String sql) {
        TestServers.execute(database, "begin; set local session_replication_role = replica; " + sql + "; commit");
    }

    private long count(String sql) {
        return Await.of(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    private void age(int days) {
        behindTheGuards("update audit_log set at = at - interval '" + days + " days'");
    }

    @Test
    void entriesAreSealedInAChainThatHolds() {
        record(3);
        assertEquals(3, Await.of(store.seal()));
        record(2);
        assertEquals(2, Await.of(store.seal()));
        assertEquals(0, Await.of(store.seal()));
        assertEquals(5, count("select max(position) from audit_log"));
        assertEquals(List.of(), violated());
    }

    @Test
    void aChainWithoutEntriesHolds() {
        assertEquals(List.of(), violated());
        record(1);
        assertEquals(List.of(), violated()); // not sealed yet
    }

    /** Another session's settings must not make another digest. */
    @Test
    void theChainHoldsInEveryZone() {
        record(2);
        Await.of(store.seal());
        TestServers.execute(database, """
                do $$ begin
                    execute format('alter database %I set timezone = ''Asia/Kolkata''', current_database());
                    execute format('alter database %I set datestyle = ''German''', current_database());
                end $$""");
        Await.of(pool.close());
        connect();
        assertEquals(List.of(), violated());
    }

    @Test
    void manyWhoSealAtOnceMakeOneChain() {
        record(200);
        List<Future<Integer>> tries =
                IntStream.range(0, 8).mapToObj(i -> store.seal()).toList();
        Await.of(Future.join(tries));
        while (Await.of(store.seal()) > 0) {
            // whoever lost tries again
        }
        assertEquals(200, count("select count(position) from audit_log"));
        assertEquals(200, count("select max(position) from audit_log"));
        assertEquals(List.of(), violated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_log set action = 'FILE_VIEWED'",
                "update audit_log set client_id = null where position is null",
                "update audit_log set position = 99, digest = '', action = 'FILE_VIEWED' where position is null",
                "update audit_log set position = null, digest = null where position is not null",
                "delete from audit_log",
                "truncate audit_log",
                "delete from audit_chain",
                "truncate audit_chain",
                "update audit_chain set head_position = 0, head_digest = ''",
                "set creneau.audit_forgetting = 'on'; delete from audit_log",
                "select forget_audit(364, 100)"
            })
    void theGuardsRefuse(String sql) {
        record(2);
        Await.of(store.seal());
        record(1);
        assertThrows(IllegalStateException.class, () -> TestServers.execute(database, sql));
        assertEquals(3, count("select count(*) from audit_log"));
        assertEquals(List.of(), violated());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_log set action = 'FILE_VIEWED' where position = 2",
                "update audit_log set at = at - interval '1 second' where position = 3",
                "update audit_log set client_id = null where position = 1",
                "update audit_log set details = '{}' where position = 2",
                "delete from audit_log where position = 1",
                "delete from audit_log where position = 2",
                "delete from audit_log where position = 3",
                "delete from audit_log",
                "delete from audit_chain",
                "update audit_log set digest = sha256('x') where position = 2",
                "insert into audit_log (actor_kind, action, position, digest) values ('SYSTEM', 'ERASED', 4, sha256('x'))"
            })
    void whatHappensBehindTheGuardsIsFound(String sql) {
        record(3);
        Await.of(store.seal());
        assertEquals(List.of(), violated());
        behindTheGuards(sql);
        assertEquals(List.of("the audit log is as it was written"), violated());
    }

    @Test
    void missingGuardsAreFound() {
        TestServers.execute(database, "alter table audit_log disable trigger audit_log_unchanged");
        assertEquals(List.of("the audit log is guarded"), violated());
    }

    @Test
    void whatIsOldEnoughIsForgottenAndTheRestHolds() {
        record(2);
        age(365 * 2);
        record(1);
        age(366);
        record(2);
        Await.of(store.seal());
        assertEquals(List.of(), violated());
        assertEquals(2, Await.of(auditLog.forget(365 * 2)));
        assertEquals(3, count("select count(*) from audit_log"));
        assertEquals(List.of(), violated());
        assertEquals(1, Await.of(auditLog.forget(365)));
        assertEquals(0, Await.of(auditLog.forget(365)));
        assertEquals(2, count("select count(*) from audit_log"));
        record(1);
        assertEquals(1, Await.of(store.seal()));
        assertEquals(List.of(), violated());
        behindTheGuards("delete from audit_log where position = 4");
        assertEquals(List.of("the audit log is as it was written"), violated());
    }

    @Test
    void whatWasRolledBackIsNotThere() {
        AuditEntry entry = AuditEntry.byClient(client, Action.DATA_EXPORTED);
        Future<Void> undone = pool.withTransaction(within ->
                auditLog.record(within, entry).compose(done -> Future.failedFuture(new IllegalStateException("no"))));
        assertThrows(IllegalStateException.class, () -> Await.of(undone));
        record(1);
        Await.of(store.seal());
        assertEquals(1, count("select count(*) from audit_log"));
        assertEquals(List.of(), violated());
    }

    @Test
    void aClientSeesItsOwnEntriesNewestFirst() {
        record(3);
        AuditEntry others = AuditEntry.byClient(UUID.randomUUID(), Action.DATA_EXPORTED);
        Await.of(pool.withTransaction(within -> auditLog.record(within, others)));
        List<AuditLog.Seen> all = Await.of(auditLog.about(client, 10, null));
        assertEquals(3, all.size());
        assertTrue(all.get(0).id() > all.get(1).id());
        assertEquals(
                all.subList(1, 3),
                Await.of(auditLog.about(client, 10, all.get(0).id())));
        assertEquals(all.subList(0, 2), Await.of(auditLog.about(client, 2, null)));
    }
}
