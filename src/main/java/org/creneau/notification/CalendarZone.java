package org.creneau.notification;

import biweekly.component.DaylightSavingsTime;
import biweekly.component.Observance;
import biweekly.component.StandardTime;
import biweekly.component.VTimezone;
import biweekly.io.TimezoneAssignment;
import biweekly.util.DateTimeComponents;
import biweekly.util.UtcOffset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.TimeZone;

/**
 * A time zone as a calendar file describes it, from the JDK's own rules: the offset in force when an event begins, and
 * the next changes after it. Nothing is downloaded.
 */
final class CalendarZone {

    /** Enough for any event of ours and for calendars that look a year ahead. */
    private static final int CHANGES_AHEAD = 3;

    private static final LocalDateTime LONG_AGO = LocalDateTime.of(1970, 1, 1, 0, 0);

    private CalendarZone() {}

    static TimezoneAssignment of(ZoneId zone, Instant start) {
        ZoneRules rules = zone.getRules();
        VTimezone component = new VTimezone(zone.getId());
        ZoneOffsetTransition change = rules.previousTransition(start.plusNanos(1));
        if (change == null) {
            ZoneOffset offset = rules.getOffset(start);
            component.addStandardTime(observance(new StandardTime(), LONG_AGO, offset, offset));
            change = rules.nextTransition(start);
        } else {
            add(component, rules, change);
            change = rules.nextTransition(start);
        }
        for (int i = 0; i < CHANGES_AHEAD && change != null; i++) {
            add(component, rules, change);
            change = rules.nextTransition(change.getInstant());
        }
        return new TimezoneAssignment(TimeZone.getTimeZone(zone), component);
    }

    private static void add(VTimezone component, ZoneRules rules, ZoneOffsetTransition change) {
        LocalDateTime from = change.getDateTimeBefore();
        if (rules.isDaylightSavings(change.getInstant())) {
            component.addDaylightSavingsTime(
                    observance(new DaylightSavingsTime(), from, change.getOffsetBefore(), change.getOffsetAfter()));
        } else {
            component.addStandardTime(
                    observance(new StandardTime(), from, change.getOffsetBefore(), change.getOffsetAfter()));
        }
    }

    /** @param from on the clock as it stood before the change (RFC 5545, 3.6.5) */
    private static <T extends Observance> T observance(
            T observance, LocalDateTime from, ZoneOffset before, ZoneOffset after) {
        observance.setDateStart(new DateTimeComponents(
                from.getYear(),
                from.getMonthValue(),
                from.getDayOfMonth(),
                from.getHour(),
                from.getMinute(),
                from.getSecond(),
                false));
        observance.setTimezoneOffsetFrom(offset(before));
        observance.setTimezoneOffsetTo(offset(after));
        return observance;
    }

    private static UtcOffset offset(ZoneOffset offset) {
        return new UtcOffset(offset.getTotalSeconds() * 1000L);
    }
}
