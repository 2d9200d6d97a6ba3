package org.creneau.booking;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Rows of the table {@code booking} as records. */
final class BookingRows {

    /** The columns that {@link #booking} reads, of the table or alias {@code b}. */
    static final String COLUMNS =
            "b.id, b.slot_id, b.seat, b.client_id, b.type_id, b.state, b.source, b.request_key, b.rescheduled_to,"
                    + " b.created_at, b.updated_at, b.changed_source, b.expires_at";

    /** How many they are. */
    static final int COUNT = 13;

    private BookingRows() {}

    static Booking booking(Row row) {
        return booking(row, 0);
    }

    /** @param at position of the first of {@link #COLUMNS} */
    static Booking booking(Row row, int at) {
        String changedSource = row.getString(at + 11);
        OffsetDateTime expiresAt = row.getOffsetDateTime(at + 12);
        return new Booking(
                row.getUUID(at),
                row.getUUID(at + 1),
                row.getInteger(at + 2),
                row.getUUID(at + 3),
                row.getString(at + 4),
                BookingState.valueOf(row.getString(at + 5)),
                BookingSource.valueOf(row.getString(at + 6)),
                row.getString(at + 7),
                row.getUUID(at + 8),
                instant(row, at + 9),
                instant(row, at + 10),
                changedSource == null ? null : BookingSource.valueOf(changedSource),
                expiresAt == null ? null : expiresAt.toInstant());
    }

    static Instant instant(Row row, int at) {
        return row.getOffsetDateTime(at).toInstant();
    }
}
