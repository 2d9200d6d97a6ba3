package org.creneau.planning;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.creneau.slot.Slot;

/**
 * A slot that somebody wants to publish; whether it can be is not known yet.
 *
 * @param type the id of an appointment type, as it was given
 * @param location the id of a location, whose organisation offers the slot
 * @param segments when it takes place
 * @param capacity seats, 1 to 10,000
 */
public record Draft(String type, String location, List<Slot.Segment> segments, int capacity, Release release) {

    public Draft {
        segments = List.copyOf(segments);
    }

    Instant start() {
        return segments.get(0).start();
    }

    Instant end() {
        return segments.get(segments.size() - 1).end();
    }

    /** From a {@code NewSlot} of the contract. */
    public static Draft of(JsonObject json) {
        List<Slot.Segment> segments = json.getJsonArray("segments").stream()
                .map(JsonObject.class::cast)
                .map(segment -> new Slot.Segment(time(segment, "start"), time(segment, "end")))
                .toList();
        return new Draft(
                json.getString("type"),
                json.getString("location"),
                segments,
                json.getInteger("capacity"),
                Release.of(json));
    }

    private static Instant time(JsonObject json, String name) {
        return OffsetDateTime.parse(json.getString(name)).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
