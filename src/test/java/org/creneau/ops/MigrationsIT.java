package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.creneau.config.PostgresUrl;
import org.creneau.config.SettingsException;
import org.creneau.testkit.Await;
import org.creneau.testkit.TestServers;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsIT {

    @Test
    void anEmptyDatabaseIsBroughtUpToDateOnce() {
        Migrations migrations = new Migrations(emptyDatabase());
        line(migrations::requireCurrent, "out of date: run `creneau migrate`");
        assertTrue(migrations.migrate() > 0);
        migrations.requireCurrent();
        assertEquals(0, migrations.migrate());
    }

    @Test
    void aNewerSchemaIsLeftAlone() {
        String url = TestServers.newDatabase();
        TestServers.execute(url, """
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (1000, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)
                """);
        Migrations migrations = new Migrations(url);
        line(migrations::migrate, "version 9999, which is newer");
        line(migrations::requireCurrent, "version 9999, which is newer");
    }

    @Test
    void aChangedMigrationIsRefused() {
        String url = TestServers.newDatabase();
        TestServers.execute(url, "update flyway_schema_history set checksum = checksum + 1 where version = '1'");
        line(new Migrations(url)::migrate, "differs");
    }

    @Test
    void theChecksumsOfTheBuildAreFlyways() {
        PostgresUrl database = PostgresUrl.parse(TestServers.newDatabase());
        Map<String, String> checksums = new TreeMap<>();
        Arrays.stream(Flyway.configure()
                        .dataSource(database.jdbc(), database.user(), database.password())
                        .load()
                        .info()
                        .all())
                .forEach(migration ->
                        checksums.put(migration.getVersion().getVersion(), String.valueOf(migration.getChecksum())));
        assertEquals(checksums, new TreeMap<>(SchemaHistory.checksums()));
    }

    @Test
    void aSchemaThatIsOursIsSeenWithoutFlyway() {
        assertTrue(isOurs(TestServers.newDatabase()));
        assertFalse(isOurs(emptyDatabase()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update flyway_schema_history set checksum = checksum + 1 where version = '1'",
                "update flyway_schema_history set success = false where version = '2'",
                "delete from flyway_schema_history where version = '3'",
                "update flyway_schema_history set version = '9999' where version = '4'",
                "insert into flyway_schema_history select 1000, '9999', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history where version = '5'",
                "insert into flyway_schema_history select 1000, version, description, 'DELETE', script, checksum, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history where version = '6'",
                "create schema other; alter table flyway_schema_history set schema other;"
                        + " do $$ begin execute format('alter database %I set search_path = public, other', current_database());"
                        + " end $$",
                "alter table flyway_schema_history rename column checksum to something"
            })
    void aSchemaThatMightNotBeOursIsLeftToFlyway(String change) {
        String url = TestServers.newDatabase();
        TestServers.execute(url, change);
        assertFalse(isOurs(url));
    }

    private static boolean isOurs(String url) {
        Vertx vertx = Vertx.vertx();
        try {
            return Await.of(
                    PgConnection.connect(vertx, PgConnectOptions.fromUri(url)).compose(SchemaHistory::isOurs));
        } finally {
            Await.of(vertx.close());
        }
    }

    /** What stands in the first version's tables keeps its meaning: slots know their hours, bookings their turns. */
    @Test
    void whatWasBookedBeforeAnUpgradeStillStands() throws SQLException {
        String url = emptyDatabase();
        PostgresUrl database = PostgresUrl.parse(url);
        Flyway.configure()
                .dataSource(database.jdbc(), database.user(), database.password())
                .target("1")
                .load()
                .migrate();
        TestServers.execute(url, """
                insert into city (id, name_fr, name_en) values ('c', 'c', 'c');
                insert into organisation (id, name_fr, name_en, kind) values ('o', 'o', 'o', 'MINISTRY');
                insert into location (id, organisation_id, city_id, name_fr, name_en, address, province, country, postal_code,
                    latitude, longitude) values ('l', 'o', 'c', 'l', 'l', 'a', 'QC', 'CA', 'H2L 3Z2', 45, -73);
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes)
                    select id, 'INFORMATION_SESSION', 't', 't', 't', 't', 60 from unnest(array['t1', 't2']) as given (id);
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select gen_random_uuid(), 't' || number, 'o', 'l', now() + number * interval '1 day',
                        now() + number * interval '1 day' + interval '1 hour',
                        jsonb_build_array(jsonb_build_object('start', now() + number * interval '1 day',
                            'end', now() + number * interval '1 day' + interval '1 hour')), 5, now() - interval '1 day'
                    from generate_series(1, 2) as number;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    select gen_random_uuid(), id, 0, '01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c10', type_id, 'BOOKED', 'CLIENT' from slot;
                insert into booking_history (booking_id, actor, source, to_state)
                    select id, client_id, 'CLIENT', 'BOOKED' from booking""");

        assertTrue(new Migrations(url).migrate() > 0);

        try (Connection connection = TestServers.connect(url);
                ResultSet rows = connection.createStatement().executeQuery("""
                        select array_agg(b.turn order by b.turn), bool_and(s.during @> s.starts_at), bool_or(s.during @> s.ends_at)
                        from booking b join slot s on s.id = b.slot_id""")) {
            assertTrue(rows.next());
            assertArrayEquals(new Integer[] {1, 2}, (Integer[]) rows.getArray(1).getArray());
            assertTrue(rows.getBoolean(2));
            assertFalse(rows.getBoolean(3));
        }
    }

    @Test
    void anUnreachableDatabaseIsOneLine() {
        line(new Migrations("postgresql://user:hush@localhost:1/name")::migrate, "refused");
    }

    private static void line(Executable action, String hint) {
        String line = assertThrows(SettingsException.class, action).getMessage();
        assertTrue(line.startsWith("database.url (CRENEAU_DATABASE_URL): the schema of "), line);
        assertTrue(line.contains(hint), line);
        assertFalse(line.contains("hush"), line);
        assertFalse(line.contains("\n"), line);
    }

    private static String emptyDatabase() {
        String migrated = TestServers.newDatabase();
        String name = "empty_" + UUID.randomUUID().toString().replace("-", "");
        TestServers.execute(migrated, "create database " + name);
        return migrated.replace(PostgresUrl.parse(migrated).database(), name);
    }
}
