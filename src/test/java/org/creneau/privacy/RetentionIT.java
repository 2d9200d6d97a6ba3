package org.creneau.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.uuid.Generators;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.audit.AuditLog;
import org.creneau.config.PrivacySettings;
import org.creneau.core.Sql;
import org.creneau.ops.DatabaseChecker;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is deleted because it is old, and what is just young enough. */
class RetentionIT {

    private static final int DAYS = 100;
    private static final Vertx vertx = Vertx.vertx();

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);
    private final Pool pool = PgBuilder.pool()
            .connectingTo(PgConnectOptions.fromUri(database))
            .using(vertx)
            .build();

    @AfterEach
    void stop() {
        assertEquals(List.of(), Await.of(new DatabaseChecker(pool).check()));
        Await.of(pool.close());
    }

    private void run(PrivacySettings settings) {
        Await.of(new Retention(new Sql(pool), new AuditLog(pool), settings).run());
    }

    /** Everything is kept for {@link #DAYS}, and it is always time. */
    private void run() {
        offer.execute("delete from retention_run");
        run(new PrivacySettings(1, DAYS, DAYS, DAYS, DAYS, 0));
    }

    /** An id as it was made so many days ago. */
    private static UUID idOf(int daysAgo) {
        long millis = Instant.now().minus(Duration.ofDays(daysAgo)).toEpochMilli();
        UUID random = Generators.timeBasedEpochRandomGenerator().generate();
        return new UUID((millis << 16) | (random.getMostSignificantBits() & 0xFFFF), random.getLeastSignificantBits());
    }

    /** A booking of a slot that ended so many hours more (or less) than {@link #DAYS} ago, made ten days before. */
    private UUID booking(UUID client, String state, int hoursMore, UUID id) {
        Duration ago = Duration.ofDays(DAYS).plusHours(hoursMore);
        // Slots last three hours.
        Slot slot = offer.add(
                Offer.SESSION,
                true,
                ago.plusHours(3).negated(),
                ago.plusDays(30).negated(),
                5);
        offer.execute("""
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                values ('%1$s', '%2$s', 0, '%3$s', 'session', '%4$s', 'CLIENT');
                insert into booking_history (booking_id, actor, source, to_state) values ('%1$s', '%3$s', 'CLIENT', 'BOOKED');
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                    values ('%1$s', '%3$s', 'CLIENT', 'BOOKED', '%4$s');
                insert into booking_flag (booking_id, reason) values ('%1$s', 'NOT_ELIGIBLE')
                """.formatted(id, slot.id(), client, state));
        return id;
    }

    private UUID client() {
        UUID id = UUID.randomUUID();
        offer.execute("insert into client (id) values ('" + id + "')");
        return id;
    }

    private boolean there(String table, String column, UUID id) {
        return offer.count("select count(*) from " + table + " where " + column + " = '" + id + "'") > 0;
    }

    @Test
    void bookingsGoWithTheirHistoryWhenTheirSlotEndedLongEnoughAgo() {
        UUID old = booking(client(), "COMPLETED", 1, idOf(DAYS + 10));
        UUID cancelled = booking(client(), "CANCELLED", 1, idOf(DAYS + 10));
        UUID young = booking(client(), "COMPLETED", -1, idOf(DAYS + 10));
        run();
        for (UUID gone : List.of(old, cancelled)) {
            assertFalse(there("booking", "id", gone));
            assertFalse(there("booking_history", "booking_id", gone));
            assertFalse(there("booking_flag", "booking_id", gone));
        }
        assertTrue(there("booking", "id", young));
        assertTrue(there("booking_history", "booking_id", young));
        assertEquals(
                1,
                offer.count(
                        "select count(*) from audit_log where action = 'RETENTION' and details ->> 'what' = 'bookings'"
                                + " and details ->> 'removed' = '2'"));
    }

    /** Also where the later booking is the first to be old: moved forward in time (guide 5.5). */
    @Test
    void aSuccessorGoesLast() {
        UUID client = client();
        UUID successor = booking(client, "COMPLETED", 5, idOf(DAYS + 9));
        UUID former = booking(client, "RESCHEDULED", -1, idOf(DAYS + 10));
        offer.execute("update booking set rescheduled_to = '" + successor + "' where id = '" + former + "'");
        run();
        assertTrue(there("booking", "id", former));
        assertTrue(there("booking", "id", successor));
        offer.execute(
                "update slot set starts_at = starts_at - interval '2 hours', ends_at = ends_at - interval '2 hours'");
        run();
        run();
        assertFalse(there("booking", "id", former));
        assertFalse(there("booking", "id", successor));
    }

    @Test
    void manyGoInBatches() {
        UUID old = booking(client(), "COMPLETED", 1, idOf(DAYS + 10));
        offer.execute("""
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                select (left(b.id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, b.slot_id, 0, gen_random_uuid(), b.type_id,
                       'CANCELLED', 'CLIENT'
                from booking b, generate_series(1, 2500) n where b.id = '%s';
                insert into booking_history (booking_id, actor, source, to_state)
                select id, client_id, 'CLIENT', 'CANCELLED' from booking where state = 'CANCELLED'
                """.formatted(old));
        run();
        assertEquals(0, offer.count("select count(*) from booking"));
        assertEquals(0, offer.count("select count(*) from booking_history"));
    }

    @Test
    void draftsAndHistoryGoByTheirAge() {
        UUID old = client();
        UUID young = client();
        offer.execute("""
                insert into registration_draft (client_id, steps, updated_at)
                values ('%1$s', '{}', now() - interval '%3$s days 1 hour'), ('%2$s', '{}', now() - interval '%3$s days' + interval '1 hour');
                insert into file_history (client_id, at, actor, source, change)
                values ('%1$s', now() - interval '%3$s days 1 hour', '%1$s', 'CLIENT', 'CONTACT'),
                       ('%2$s', now() - interval '%3$s days' + interval '1 hour', '%2$s', 'CLIENT', 'CONTACT')
                """.formatted(old, young, DAYS));
        run();
        for (String table : List.of("registration_draft", "file_history")) {
            assertFalse(there(table, "client_id", old), table);
            assertTrue(there(table, "client_id", young), table);
        }
    }

    private UUID account(int daysAgo) {
        UUID client = client();
        offer.execute("""
                insert into account (id, client_id, user_code, email, password_hash, created_at)
                values ('%s', '%s', '%s', 'a@example.org', 'x', now() - interval '%s days 1 hour')
                """.formatted(
                idOf(daysAgo + 1), client, client.toString().replace("-", "").substring(0, 16), daysAgo));
        return client;
    }

    @Test
    void accountsThatWereNeverUsedAreErased() {
        UUID unused = account(DAYS);
        UUID young = account(DAYS - 1);
        UUID loggedIn = account(DAYS);
        UUID booked = account(DAYS);
        UUID drafting = account(DAYS);
        UUID employed = account(DAYS);
        offer.execute("insert into staff_member (client_id, organisation_id, role) values ('" + employed
                + "', 'bureau', 'MANAGER')");
        offer.execute(
                "insert into session (id, account_id) select gen_random_uuid(), id from account where client_id = '"
                        + loggedIn + "'");
        offer.execute("insert into registration_draft (client_id, steps) values ('" + drafting + "', '{}')");
        booking(booked, "COMPLETED", -1, idOf(DAYS - 1));
        run();
        assertEquals(
                List.of(List.of(unused, "UNUSED", "REQUESTED")),
                offer.rows("select client_id, because, state from erasure_request"));
        for (UUID kept : List.of(young, loggedIn, booked, drafting, employed)) {
            assertFalse(there("erasure_request", "client_id", kept));
        }
    }

    /** More than one batch, and the old ones in the last of them. */
    @Test
    void allAccountsAreLookedThrough() {
        offer.execute("""
                insert into client (id) select gen_random_uuid() from generate_series(1, 2500);
                insert into account (id, client_id, user_code, email, password_hash, created_at)
                select (left('%s', 24) || lpad(to_hex(n), 12, '0'))::uuid, id, 'Unused' || n, 'a@example.org', 'x',
                       case when n > 2490 then now() - interval '%s days 1 hour' else now() end
                from (select id, row_number() over () as n from client) numbered
                """.formatted(idOf(DAYS + 1), DAYS));
        run();
        assertEquals(10, offer.count("select count(*) from erasure_request"));
    }

    @Test
    void zeroKeepsForEver() {
        UUID old = booking(client(), "COMPLETED", 24 * 365 * 50, idOf(DAYS + 365 * 50 + 10));
        run(new PrivacySettings(1, 0, 0, 0, 0, 0));
        assertTrue(there("booking", "id", old));
    }

    @Test
    void aJobRunsOnceInItsTimeOnAllNodesTogether() {
        RetentionStore store = new RetentionStore(new Sql(pool));
        assertTrue(Await.of(store.claim("test", 3600)));
        assertFalse(Await.of(store.claim("test", 3600)));
        offer.execute("update retention_run set begun_at = begun_at - interval '1 hour'");
        assertTrue(Await.of(store.claim("test", 3600)));
        assertFalse(Await.of(store.claim("test", 3600)));
    }
}
