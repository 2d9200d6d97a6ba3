package org.creneau.slot;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.City;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;
import org.creneau.core.Ids;
import org.creneau.core.LocalText;
import org.creneau.slot.SlotSnapshot.Entry;

/** Slots for tests that need no database. */
public final class Offers {

    public static final AppointmentType SESSION = type("session");
    static final AppointmentType WORKSHOP = type("workshop");
    static final Organisation EAST = organisation("east");
    static final Organisation WEST = organisation("west");
    public static final Location MONTREAL = location("montreal", EAST, "America/Toronto");
    static final Location VANCOUVER = location("vancouver", WEST, "America/Vancouver");

    private Offers() {}

    public static Slot slot(AppointmentType type, Location location, Instant start) {
        return slot(Ids.next(), type, location, start, start.minus(Duration.ofDays(30)), Slot.Publication.PUBLISHED);
    }

    static Slot slot(
            UUID id,
            AppointmentType type,
            Location location,
            Instant start,
            Instant opensAt,
            Slot.Publication publication) {
        Instant end = start.plus(Duration.ofHours(2));
        Organisation organisation = location.organisationId().equals(EAST.id()) ? EAST : WEST;
        return new Slot(
                id,
                type,
                organisation,
                location,
                start,
                end,
                List.of(new Slot.Segment(start, end)),
                10,
                opensAt,
                publication);
    }

    static Entry entry(Slot slot, int left) {
        return Entry.of(slot, new AtomicInteger(left));
    }

    private static AppointmentType type(String id) {
        LocalText text = new LocalText(id, id);
        return new AppointmentType(
                id,
                AppointmentType.Kind.GROUP_WORKSHOP,
                text,
                text,
                120,
                List.of(),
                true,
                0,
                true,
                0,
                false,
                List.of());
    }

    private static Organisation organisation(String id) {
        return new Organisation(id, new LocalText(id, id), Organisation.Kind.PARTNER, null);
    }

    private static Location location(String city, Organisation organisation, String zone) {
        LocalText name = new LocalText(city, city);
        return new Location(
                city + "-1",
                organisation.id(),
                new City(city, name),
                name,
                null,
                "1",
                null,
                "P",
                "Canada",
                "H2L 3Z2",
                45,
                -73,
                null,
                List.of(),
                ZoneId.of(zone));
    }
}
