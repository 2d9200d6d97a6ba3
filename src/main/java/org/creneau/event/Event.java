package org.creneau.event;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Something that happened at an organisation.
 *
 * @param sequence its place in the organisation's stream: 1, 2, 3 and so on without a gap
 * @param at by PostgreSQL's clock
 */
public record Event(UUID id, long sequence, EventKind kind, Instant at, JsonObject data) {

    static Event read(Row row) {
        return new Event(
                row.getUUID("id"),
                row.getLong("position"),
                EventKind.valueOf(row.getString("kind")),
                row.getOffsetDateTime("at").toInstant(),
                row.getJsonObject("data"));
    }

    /** As the feed and webhooks have it: an {@code Event} of the contract. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("id", id.toString())
                .put("type", kind.text())
                .put("timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("sequence", sequence)
                .put("data", data);
    }
}
