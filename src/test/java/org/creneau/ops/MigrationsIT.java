package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.creneau.config.PostgresUrl;
import org.creneau.config.SettingsException;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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
