package org.creneau.slot;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The place after which the next page begins, as clients carry it: start and id in base64url. */
public final class SlotCursor {

    private static final int BYTES = Long.BYTES * 3;

    private SlotCursor() {}

    public static String write(SlotPosition position) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                // Microseconds are what PostgreSQL keeps.
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.start()))
                .putLong(position.id().getMostSignificantBits())
                .putLong(position.id().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Empty when the text was not made by {@link #write}. */
    public static Optional<SlotPosition> read(String cursor) {
        if (cursor.length() != BYTES / 3 * 4) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            if (bytes.remaining() != BYTES) {
                return Optional.empty(); // padded
            }
            Instant start = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            return Optional.of(new SlotPosition(start, new UUID(bytes.getLong(), bytes.getLong())));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
