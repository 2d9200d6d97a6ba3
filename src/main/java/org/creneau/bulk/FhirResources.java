package org.creneau.bulk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;
import org.creneau.slot.Slot;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.jspecify.annotations.Nullable;

/** The offer in the words of FHIR R4, as SMART Scheduling Links uses them. Texts are French, the service's own language. */
final class FhirResources {

    private static final String EXTENSIONS = "http://fhir-registry.smarthealthit.org/StructureDefinition/";
    private static final String TYPES = "urn:creneau:appointment-type";
    private static final String ORGANISATIONS = "urn:creneau:organisation";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    /** Where a person books, with the slot's id in place of {@code {slot}}. */
    private final String bookingUrl;

    FhirResources(String bookingUrl) {
        this.bookingUrl = bookingUrl;
    }

    static JsonObject location(Location location, Organisation organisation) {
        JsonObject resource = new JsonObject()
                .put("resourceType", "Location")
                .put("id", location.id())
                .put(
                        "identifier",
                        List.of(new JsonObject().put("system", ORGANISATIONS).put("value", organisation.id())))
                .put("status", "active")
                .put("name", organisation.name().fr() + " – " + location.name().fr());
        if (location.directions() != null) {
            resource.put("description", location.directions().fr());
        }
        @Nullable String phone = location.phone() == null ? organisation.phone() : location.phone();
        if (phone != null) {
            resource.put(
                    "telecom", List.of(new JsonObject().put("system", "phone").put("value", phone)));
        }
        JsonArray lines = new JsonArray().add(location.address());
        if (location.office() != null) {
            lines.add(location.office());
        }
        return resource.put(
                        "address",
                        new JsonObject()
                                .put("line", lines)
                                .put("city", location.city().name().fr())
                                .put("state", location.province())
                                .put("postalCode", location.postalCode())
                                .put("country", location.country()))
                .put(
                        "position",
                        new JsonObject().put("longitude", location.longitude()).put("latitude", location.latitude()));
    }

    /** What is offered at a location. */
    static JsonObject schedule(AppointmentType type, Location location) {
        return new JsonObject()
                .put("resourceType", "Schedule")
                .put("id", scheduleId(type, location))
                .put("active", true)
                .put(
                        "serviceType",
                        List.of(new JsonObject()
                                .put(
                                        "coding",
                                        List.of(new JsonObject()
                                                .put("system", TYPES)
                                                .put("code", type.id())
                                                .put("display", type.title().fr())))
                                .put("text", type.title().fr())))
                .put("actor", List.of(new JsonObject().put("reference", "Location/" + location.id())));
    }

    /** Two readable ids together would be longer than an id of FHIR may be. */
    private static String scheduleId(AppointmentType type, Location location) {
        return UUID.nameUUIDFromBytes((type.id() + '/' + location.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Free only when it can be booked now; how many seats there are left, as the capacity of the slot. */
    JsonObject slot(SlotView view) {
        Slot slot = view.slot();
        ZoneId zone = slot.location().zone();
        boolean free = view.status() == SlotStatus.OPEN;
        JsonArray extensions = new JsonArray()
                .add(new JsonObject()
                        .put("url", EXTENSIONS + "booking-deep-link")
                        .put("valueUrl", bookingUrl.replace("{slot}", slot.id().toString())));
        if (free) {
            extensions.add(
                    new JsonObject().put("url", EXTENSIONS + "slot-capacity").put("valueInteger", view.left()));
        }
        return new JsonObject()
                .put("resourceType", "Slot")
                .put("id", slot.id().toString())
                .put("extension", extensions)
                .put(
                        "schedule",
                        new JsonObject().put("reference", "Schedule/" + scheduleId(slot.type(), slot.location())))
                .put("status", free ? "free" : "busy")
                .put("start", time(slot.start(), zone))
                .put("end", time(slot.end(), zone));
    }

    private static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }
}
