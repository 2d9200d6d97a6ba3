package org.creneau.ops;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Flyway has written down about a database. Nearly every start of a node finds its schema as it should be: to see so
 * here takes some milliseconds, where {@link Migrations} take some hundred until Flyway has made itself ready.
 */
public final class SchemaHistory {

    private static final Logger log = LoggerFactory.getLogger(SchemaHistory.class);

    private static final String CHECKSUMS = "/db/checksums.properties";

    /** In the schema where Flyway would look, and no other. */
    private static final String APPLIED = """
            select version, checksum, success
            from flyway_schema_history join pg_class on pg_class.oid = flyway_schema_history.tableoid
            where relnamespace = (select oid from pg_namespace where nspname = current_schema())""";

    private SchemaHistory() {}

    /**
     * Whether a database has had the migrations of this Créneau, unchanged, and nothing else. What cannot be read is not as
     * it should be: what is wrong with it, {@link Migrations} find out.
     */
    public static Future<Boolean> isOurs(SqlClient database) {
        Map<String, String> ours = checksums();
        return database.query(APPLIED).execute().map(rows -> isOurs(ours, rows)).recover(unreadable -> {
            log.debug("there is no history of a schema, or none to read", unreadable);
            return Future.succeededFuture(false);
        });
    }

    private static boolean isOurs(Map<String, String> ours, RowSet<Row> rows) {
        Map<String, String> applied = new HashMap<>();
        for (Row row : rows) {
            if (!Boolean.TRUE.equals(row.getBoolean("success"))) {
                return false;
            }
            applied.put(row.getString("version"), String.valueOf(row.getInteger("checksum")));
        }
        return rows.size() == applied.size() && applied.equals(ours);
    }

    /** Of the migrations in the jar, by version, as the build has written them down. */
    static Map<String, String> checksums() {
        Properties written = new Properties();
        try (InputStream in = SchemaHistory.class.getResourceAsStream(CHECKSUMS)) {
            if (in == null) {
                throw new IllegalStateException(CHECKSUMS + " is not there: `mvn process-classes` makes it");
            }
            written.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> checksums = new HashMap<>();
        written.stringPropertyNames().forEach(version -> checksums.put(version, written.getProperty(version)));
        return checksums;
    }
}
