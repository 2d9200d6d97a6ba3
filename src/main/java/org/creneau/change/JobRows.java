package org.creneau.change;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code change_job}. */
final class JobRows {

    static final String COLUMNS = """
            id, kind, organisation_id, slot_id, day, reason, state, total, done, flagged, cardinality(failed) as failures,
            last_error, created_at, finished_at""";

    static final String WORK = "id, kind, organisation_id, day, reason, actor, source, attempts";

    private JobRows() {}

    static Job job(Row row) {
        return new Job(
                row.getUUID("id"),
                Job.Kind.valueOf(row.getString("kind")),
                row.getString("organisation_id"),
                row.getUUID("slot_id"),
                row.getLocalDate("day"),
                row.getString("reason"),
                Job.State.valueOf(row.getString("state")),
                row.getInteger("total"),
                row.getInteger("done"),
                row.getInteger("flagged"),
                row.getInteger("failures"),
                row.getString("last_error"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("finished_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static Work work(Row row) {
        return new Work(
                row.getUUID("id"),
                Job.Kind.valueOf(row.getString("kind")),
                row.getString("organisation_id"),
                row.getLocalDate("day"),
                row.getString("reason"),
                new Author(row.getUUID("actor"), row.getString("source")),
                row.getInteger("attempts"));
    }
}
