package org.creneau.event;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a partner's system wants to be told.
 *
 * @param kinds of events that are sent
 * @param failingSince since when nothing but failures came back; null: it works, or was never tried
 * @param disabledAt since when nothing is sent; null: it is
 * @param disabledReason {@code FAILING}: for too long; {@code GONE}: its server says that it is no more (410)
 */
public record Webhook(
        UUID id,
        String url,
        List<EventKind> kinds,
        Instant createdAt,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason) {

    static final String COLUMNS =
            "w.id, w.url, w.kinds, w.created_at, w.failing_since, w.disabled_at, w.disabled_reason";

    static Webhook read(Row row) {
        return new Webhook(
                row.getUUID("id"),
                row.getString("url"),
                Arrays.stream(row.getArrayOfStrings("kinds"))
                        .map(EventKind::valueOf)
                        .sorted()
                        .toList(),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row, "failing_since"),
                instant(row, "disabled_at"),
                row.getString("disabled_reason"));
    }

    static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
