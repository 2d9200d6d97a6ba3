package org.creneau.seat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who has a seat according to Redis.
 *
 * @param deadlineMillis until when a lease may be recorded, by PostgreSQL's clock; 0 for a recorded booking
 * @param clientId null for a seat that is withdrawn
 */
public record SeatRecord(
        UUID bookingId, long deadlineMillis, @Nullable UUID clientId) {

    public boolean lease() {
        return deadlineMillis != 0;
    }

    static SeatRecord parse(String text) {
        String[] parts = text.split(":", -1);
        return new SeatRecord(
                UUID.fromString(parts[0]),
                Long.parseLong(parts[1]),
                parts[2].isEmpty() ? null : UUID.fromString(parts[2]));
    }

    String format() {
        return bookingId + ":" + deadlineMillis + ":" + (clientId == null ? "" : clientId);
    }
}
