package org.creneau.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a mail tells about an appointment, in the recipient's language; the model of the booking mails.
 *
 * @param reference what a person reads out on the phone
 * @param eventId of the calendar's event, the same for all bookings that took each other's place
 * @param sequence of the calendar's event: grows with each change
 * @param formerSegments of the appointment that this one took the place of; else empty
 */
record Appointment(
        UUID bookingId,
        String reference,
        String title,
        List<String> documents,
        String organisation,
        Place place,
        ZoneId zone,
        List<Segment> segments,
        UUID eventId,
        int sequence,
        List<Segment> formerSegments) {

    /** One stretch of time. */
    record Segment(Instant start, Instant end) {}

    /** Where it is (guide 5.3.3). */
    record Place(
            String name,
            String address,
            @Nullable String office,
            String city,
            String province,
            String country,
            String postalCode,
            @Nullable String phone,
            @Nullable String directions,
            double latitude,
            double longitude) {}

    Appointment {
        documents = List.copyOf(documents);
        segments = List.copyOf(segments);
        formerSegments = List.copyOf(formerSegments);
    }

    Instant start() {
        return segments.get(0).start();
    }

    Instant end() {
        return segments.get(segments.size() - 1).end();
    }

    /** The names {@code bookingId} and {@code end} are read in SQL. */
    JsonObject toJson() {
        return new JsonObject()
                .put("bookingId", bookingId.toString())
                .put("reference", reference)
                .put("title", title)
                .put("documents", new JsonArray(documents))
                .put("organisation", organisation)
                .put(
                        "place",
                        new JsonObject()
                                .put("name", place.name())
                                .put("address", place.address())
                                .put("office", place.office())
                                .put("city", place.city())
                                .put("province", place.province())
                                .put("country", place.country())
                                .put("postalCode", place.postalCode())
                                .put("phone", place.phone())
                                .put("directions", place.directions())
                                .put("latitude", place.latitude())
                                .put("longitude", place.longitude()))
                .put("zone", zone.getId())
                .put("segments", json(segments))
                .put("end", end().toString())
                .put("eventId", eventId.toString())
                .put("sequence", sequence)
                .put("formerSegments", json(formerSegments));
    }

    static Appointment of(JsonObject json) {
        JsonObject place = json.getJsonObject("place");
        return new Appointment(
                UUID.fromString(json.getString("bookingId")),
                json.getString("reference"),
                json.getString("title"),
                json.getJsonArray("documents").stream().map(String::valueOf).toList(),
                json.getString("organisation"),
                new Place(
                        place.getString("name"),
                        place.getString("address"),
                        place.getString("office"),
                        place.getString("city"),
                        place.getString("province"),
                        place.getString("country"),
                        place.getString("postalCode"),
                        place.getString("phone"),
                        place.getString("directions"),
                        place.getDouble("latitude"),
                        place.getDouble("longitude")),
                ZoneId.of(json.getString("zone")),
                segments(json.getJsonArray("segments")),
                UUID.fromString(json.getString("eventId")),
                json.getInteger("sequence"),
                segments(json.getJsonArray("formerSegments")));
    }

    /** As in the column {@code slot.segments}. */
    static List<Segment> segments(JsonArray json) {
        return json.stream()
                .map(JsonObject.class::cast)
                .map(segment ->
                        new Segment(Instant.parse(segment.getString("start")), Instant.parse(segment.getString("end"))))
                .toList();
    }

    private static JsonArray json(List<Segment> segments) {
        JsonArray array = new JsonArray();
        segments.forEach(segment -> array.add(new JsonObject()
                .put("start", segment.start().toString())
                .put("end", segment.end().toString())));
        return array;
    }
}
