package org.creneau.embedded;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.creneau.catalogue.BusinessDays;
import org.creneau.core.MinistryTime;

/** Quebec's business days, and the instants at which slots are released. */
final class DemoCalendar {

    static final ZoneId ZONE = MinistryTime.ZONE;
    private static final LocalTime RELEASE = LocalTime.of(7, 0);

    private final BusinessDays days = new BusinessDays();

    boolean isHoliday(LocalDate day) {
        return days.isHoliday(day);
    }

    boolean isBusinessDay(LocalDate day) {
        return days.isBusinessDay(day);
    }

    /** The next business days, without today. */
    List<LocalDate> businessDaysAfter(Instant now, int count) {
        LocalDate tomorrow = LocalDate.ofInstant(now, ZONE).plusDays(1);
        return Stream.iterate(tomorrow, day -> day.plusDays(1))
                .filter(this::isBusinessDay)
                .limit(count)
                .toList();
    }

    LocalDate businessDayBefore(LocalDate day) {
        return days.before(day);
    }

    /** The next time that it is seven o'clock on a business day; perhaps today. */
    Instant nextRelease(Instant now) {
        ZonedDateTime release = now.atZone(ZONE).with(RELEASE);
        while (!release.toInstant().isAfter(now) || !isBusinessDay(release.toLocalDate())) {
            release = release.plusDays(1);
        }
        return release.toInstant();
    }

    /** The last time that it was seven o'clock on a business day before today. */
    Instant lastRelease(Instant now) {
        return businessDayBefore(LocalDate.ofInstant(now, ZONE))
                .atTime(RELEASE)
                .atZone(ZONE)
                .toInstant();
    }
}
