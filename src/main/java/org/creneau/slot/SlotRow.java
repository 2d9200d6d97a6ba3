package org.creneau.slot;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;

/** A row of the table {@code slot}, before its type, organisation and location are looked up. */
public record SlotRow(
        UUID id,
        String typeId,
        String organisationId,
        String locationId,
        Instant start,
        Instant end,
        List<Slot.Segment> segments,
        int capacity,
        Instant opensAt,
        Slot.Publication publication) {

    /** From a row with all columns of the same names; {@code capacity} without the seats that were withdrawn. */
    public static SlotRow read(Row row) {
        return new SlotRow(
                row.getUUID("id"),
                row.getString("type_id"),
                row.getString("organisation_id"),
                row.getString("location_id"),
                row.getOffsetDateTime("starts_at").toInstant(),
                row.getOffsetDateTime("ends_at").toInstant(),
                segments(row.getJsonArray("segments")),
                row.getInteger("capacity"),
                row.getOffsetDateTime("opens_at").toInstant(),
                Slot.Publication.valueOf(row.getString("publication")));
    }

    private static List<Slot.Segment> segments(JsonArray json) {
        List<Slot.Segment> segments = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            JsonObject segment = json.getJsonObject(i);
            segments.add(new Slot.Segment(
                    Instant.parse(segment.getString("start")), Instant.parse(segment.getString("end"))));
        }
        return segments;
    }

    /** Empty when the snapshot is older than what the row refers to. */
    Optional<Slot> in(Catalogue catalogue) {
        AppointmentType type = catalogue.types().get(typeId);
        Organisation organisation = catalogue.organisations().get(organisationId);
        Location location = catalogue.locations().get(locationId);
        if (type == null || organisation == null || location == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Slot(id, type, organisation, location, start, end, segments, capacity, opensAt, publication));
    }

    static SlotRow of(Slot slot) {
        return new SlotRow(
                slot.id(),
                slot.type().id(),
                slot.organisation().id(),
                slot.location().id(),
                slot.start(),
                slot.end(),
                slot.segments(),
                slot.capacity(),
                slot.opensAt(),
                slot.publication());
    }
}
