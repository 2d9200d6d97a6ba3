package org.creneau.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.Arrays;
import org.creneau.config.PostgresUrl;
import org.creneau.config.SettingsException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/**
 * The database's schema: {@code db/migration}, applied in order, each once. Several nodes may start at the same time;
 * one of them migrates, the others wait.
 */
public final class Migrations {

    private static final String SETTING = "database.url";

    private final PostgresUrl url;

    /** @param databaseUrl as in the settings */
    public Migrations(String databaseUrl) {
        this.url = PostgresUrl.parse(databaseUrl);
    }

    /** Made where it is used: it takes some hundred milliseconds, which an event loop does not have. */
    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(url.jdbc(), url.user(), url.password())
                .load();
    }

    /** Brings the schema up to date, on a worker thread; the number of migrations applied. */
    public Future<Integer> migrate(Vertx vertx) {
        return vertx.executeBlocking(this::migrate, false);
    }

    /** Fails unless the schema is up to date, on a worker thread. */
    public Future<Void> requireCurrent(Vertx vertx) {
        return vertx.executeBlocking(
                () -> {
                    requireCurrent();
                    return null;
                },
                false);
    }

    /** Brings the schema up to date, blocking; the number of migrations applied. */
    public int migrate() {
        try {
            Flyway flyway = flyway();
            refuseNewer(flyway);
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw SettingsException.of(SETTING, "the schema of " + url + " cannot be brought up to date: " + reason(e));
        }
    }

    /** Throws a {@link SettingsException} unless the schema is up to date, blocking. */
    public void requireCurrent() {
        try {
            Flyway flyway = flyway();
            refuseNewer(flyway);
            if (flyway.info().pending().length > 0) {
                throw SettingsException.of(
                        SETTING,
                        "the schema of " + url + " is out of date: run `creneau migrate`, or set migrate: true");
            }
        } catch (FlywayException e) {
            throw SettingsException.of(SETTING, "the schema of " + url + " cannot be read: " + reason(e));
        }
    }

    /** Flyway itself lets a schema from the future pass; we might write what a newer Créneau cannot read. */
    private void refuseNewer(Flyway flyway) {
        Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .reduce((earlier, later) -> later)
                .ifPresent(version -> {
                    throw SettingsException.of(
                            SETTING,
                            "the schema of " + url + " has version " + version
                                    + ", which is newer than this Créneau: start a newer one");
                });
    }

    private static String reason(FlywayException failure) {
        if (failure instanceof FlywayValidateException) {
            return "what was applied differs from what this Créneau has; "
                    + String.valueOf(failure.getMessage())
                            .lines()
                            .skip(1)
                            .findFirst()
                            .orElse("");
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return message(sql);
            }
        }
        return message(failure);
    }

    private static String message(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null
                ? "it does not answer as it should"
                : message.lines().findFirst().orElse("");
    }
}
