package org.creneau.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.catalogue.AppointmentType;
import org.creneau.catalogue.Location;
import org.creneau.catalogue.Organisation;

/**
 * One dated offer of an appointment type by an organisation at a location.
 *
 * @param segments when it takes place: one, or several modules over several days (guide 5.3.3), in order of time
 * @param capacity seats that can be sat on, 1 to 10,000; 1 is an individual meeting. Seats that were withdrawn are not
 *     among them, so a seat's number may be larger
 * @param opensAt the release: from when it can be booked, by PostgreSQL's clock
 */
public record Slot(
        UUID id,
        AppointmentType type,
        Organisation organisation,
        Location location,
        Instant start,
        Instant end,
        List<Segment> segments,
        int capacity,
        Instant opensAt,
        Publication publication) {

    /** One stretch of time. */
    public record Segment(Instant start, Instant end) {}

    /** What was decided about the slot; everything else follows from the clock and the seats. */
    public enum Publication {
        PUBLISHED,
        CLOSED,
        CANCELLED
    }

    public Slot {
        segments = List.copyOf(segments);
    }

    /** Until when a booking here can be cancelled online (guide 5.4); empty: not at all. */
    public Optional<Instant> cancellableUntil() {
        return type.cancellable()
                ? Optional.of(start.minus(Duration.ofMinutes(type.cancelUntilMinutes())))
                : Optional.empty();
    }

    /** Until when a booking here can be moved online (guide 5.5); empty: not at all. */
    public Optional<Instant> reschedulableUntil() {
        return type.reschedulable()
                ? Optional.of(start.minus(Duration.ofMinutes(type.rescheduleUntilMinutes())))
                : Optional.empty();
    }
}
