package org.creneau.loadtest.rival;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Optional;
import org.creneau.booking.Booking;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;

/** Rows of the table {@code booking}. */
final class BookingRow {

    /** The columns that {@link #read} reads, of the table or alias {@code b}. */
    static final String COLUMNS =
            "b.id, b.slot_id, b.seat, b.client_id, b.type_id, b.state, b.source, b.request_key, b.rescheduled_to,"
                    + " b.created_at, b.updated_at";

    /** States in which a booking has its seat, as the index {@code booking_seat} has them. */
    static final String OCCUPYING = "('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')";

    private BookingRow() {}

    static Optional<Booking> first(RowSet<Row> rows) {
        return rows.stream().map(row -> read(row, 0)).findFirst();
    }

    /** @param at position of the first of {@link #COLUMNS} */
    static Booking read(Row row, int at) {
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
                null,
                null);
    }

    static Instant instant(Row row, int at) {
        return row.getOffsetDateTime(at).toInstant();
    }
}
