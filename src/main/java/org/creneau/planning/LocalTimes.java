package org.creneau.planning;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** What clocks on the wall show. */
final class LocalTimes {

    private LocalTimes() {}

    /** Empty for a time that the clocks leap over in spring; in autumn the first of the two. */
    static Optional<Instant> at(LocalDateTime time, ZoneId zone) {
        return zone.getRules().getValidOffsets(time).stream().findFirst().map(time::toInstant);
    }
}
