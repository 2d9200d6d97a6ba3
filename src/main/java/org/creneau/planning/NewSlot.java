package org.creneau.planning;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A slot that can be published.
 *
 * @param opensAt null: as soon as it is published
 */
record NewSlot(
        UUID id,
        String type,
        String organisation,
        String location,
        List<Slot.Segment> segments,
        int capacity,
        @Nullable Instant opensAt,
        Origin origin) {

    /**
     * Where it comes from.
     *
     * @param template with the day and the time of the occurrence; null: from none
     * @param planId with its version and, where it has waves, the number of the wave; null: under none
     */
    record Origin(
            @Nullable UUID template,
            @Nullable LocalDate occursOn,
            @Nullable LocalTime begins,
            @Nullable UUID planId,
            @Nullable Integer planVersion,
            @Nullable Integer wave) {

        static final Origin NONE = new Origin(null, null, null, null, null, null);

        Origin of(UUID templateId, LocalDate day, LocalTime time) {
            return new Origin(templateId, day, time, planId, planVersion, wave);
        }
    }

    Instant start() {
        return segments.get(0).start();
    }

    Instant end() {
        return segments.get(segments.size() - 1).end();
    }

    NewSlot from(UUID template, LocalDate day, LocalTime time) {
        return new NewSlot(
                id, type, organisation, location, segments, capacity, opensAt, origin.of(template, day, time));
    }
}
