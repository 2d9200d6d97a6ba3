package org.creneau.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.ValidationWarnings;
import biweekly.component.VEvent;
import biweekly.component.VTimezone;
import biweekly.io.TimezoneAssignment;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.UtcOffset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.creneau.config.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calendars are given, read again by the rules of calendars. */
class CalendarsTest {

    private static final Appointment.Segment FIRST =
            MailSamples.segment("2026-12-01T14:00:00Z", "2026-12-01T17:00:00Z");
    private static final Appointment.Segment SECOND =
            MailSamples.segment("2026-12-02T14:00:00Z", "2026-12-02T17:00:00Z");
    private static final Appointment.Segment THIRD =
            MailSamples.segment("2026-12-03T14:00:00Z", "2026-12-03T17:00:00Z");

    private final Calendars calendars = new Calendars(SettingsLoader.defaults().mail());
    private final MailTexts texts = MailTexts.in("fr");

    @Test
    void aFileSaysWhatWhenAndWhere() {
        List<CalendarFile> files = request(MailSamples.appointment(0, List.of(), FIRST));
        assertEquals(1, files.size());
        assertEquals("REQUEST", files.get(0).method());
        ICalendar calendar = read(files.get(0));
        assertEquals("REQUEST", calendar.getMethod().getValue());
        VEvent event = event(calendar);
        assertEquals(MailSamples.EVENT + "-1@creneau", event.getUid().getValue());
        assertEquals(0, event.getSequence().getValue());
        assertEquals(
                "Séance d'information; objectif, intégration",
                event.getSummary().getValue());
        assertEquals("fr", event.getSummary().getLanguage());
        assertEquals(
                "Siège, 1, rue A, Montréal, Québec H2L 3Z2, Canada",
                event.getLocation().getValue());
        assertTrue(event.getDescription().getValue().contains("Votre carte de résident permanent"));
        assertEquals(FIRST.start(), event.getDateStart().getValue().toInstant());
        assertEquals(FIRST.end(), event.getDateEnd().getValue().toInstant());
        assertEquals("rendez-vous@localhost", event.getOrganizer().getEmail());
        assertEquals("fiona@example.org", event.getAttendees().get(0).getEmail());
        assertTrue(event.getStatus().isConfirmed());
        assertTrue(
                files.get(0).content().contains("DTSTART;TZID=America/Toronto:20261201T090000"),
                files.get(0).content());
    }

    @Test
    void eachSegmentIsAnEventAndThoseThatVanishAreCancelled() {
        List<CalendarFile> before = request(MailSamples.appointment(0, List.of(), FIRST, SECOND, THIRD));
        assertEquals(List.of("REQUEST", "REQUEST", "REQUEST"), methods(before));
        List<CalendarFile> after = request(MailSamples.appointment(1, List.of(FIRST, SECOND, THIRD), SECOND));
        assertEquals(List.of("REQUEST", "CANCEL", "CANCEL"), methods(after));
        for (int i = 0; i < 3; i++) {
            VEvent was = event(read(before.get(i)));
            VEvent is = event(read(after.get(i)));
            assertEquals(was.getUid().getValue(), is.getUid().getValue());
            assertTrue(is.getSequence().getValue() > was.getSequence().getValue());
            assertEquals(i > 0, is.getStatus().isCancelled());
        }
        assertEquals(
                SECOND.start(),
                event(read(after.get(0))).getDateStart().getValue().toInstant());
    }

    @Test
    void aCancelledAppointmentIsCancelledThere() {
        List<CalendarFile> files =
                calendars.cancel(MailSamples.appointment(1, List.of(), FIRST, SECOND), texts, "fiona@example.org");
        assertEquals(List.of("CANCEL", "CANCEL"), methods(files));
        assertTrue(event(read(files.get(1))).getStatus().isCancelled());
        assertEquals(
                MailSamples.EVENT + "-2@creneau",
                event(read(files.get(1))).getUid().getValue());
    }

    /** The nights in which clocks change in Toronto, before, at and after the change; and a usual day. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-08T06:30:00Z, 2026-03-08T07:30:00Z",
        "2026-03-08T07:00:00Z, 2026-03-08T09:00:00Z",
        "2026-11-01T05:30:00Z, 2026-11-01T06:30:00Z",
        "2026-11-01T06:30:00Z, 2026-11-01T07:30:00Z",
        "2026-11-01T04:30:00Z, 2026-11-01T09:00:00Z",
        "2026-07-01T13:00:00Z, 2026-07-01T16:00:00Z"
    })
    void timesAreRightWhateverTheReaderKnowsOfTheZone(String start, String end) {
        CalendarFile file = request(MailSamples.appointment(0, List.of(), MailSamples.segment(start, end)))
                .get(0);
        ICalendar calendar = read(file);
        VEvent event = event(calendar);
        assertEquals(Instant.parse(start), instant(calendar, event.getDateStart()), file.content());
        assertEquals(Instant.parse(end), instant(calendar, event.getDateEnd()), file.content());
        for (TimezoneAssignment zone : calendar.getTimezoneInfo().getTimezones()) {
            // What the file itself says about the zone, which a calendar may know nothing else about.
            for (Instant time : List.of(Instant.parse(start), Instant.parse(end))) {
                assertEquals(
                        MailSamples.TORONTO.getRules().getOffset(time),
                        described(zone.getComponent(), time),
                        file.content());
            }
        }
    }

    /** RFC 5545, 3.3.5: in UTC, or by the clock, whose first time is meant where it shows a time twice. */
    private static Instant instant(ICalendar calendar, DateOrDateTimeProperty property) {
        LocalDateTime clock = local(property.getValue().getRawComponents());
        return calendar.getTimezoneInfo().getTimezone(property) == null
                ? clock.toInstant(ZoneOffset.UTC)
                : clock.atZone(MailSamples.TORONTO).toInstant();
    }

    /** RFC 5545, 3.6.5: the last change before counts, each at a time on the clock that it ends. */
    private static ZoneOffset described(VTimezone zone, Instant time) {
        TreeMap<Instant, ZoneOffset> changes = new TreeMap<>();
        Stream.concat(zone.getStandardTimes().stream(), zone.getDaylightSavingsTime().stream())
                .forEach(change -> changes.put(
                        local(change.getDateStart().getValue().getRawComponents())
                                .toInstant(offset(change.getTimezoneOffsetFrom().getValue())),
                        offset(change.getTimezoneOffsetTo().getValue())));
        return changes.floorEntry(time).getValue();
    }

    private static ZoneOffset offset(UtcOffset offset) {
        return ZoneOffset.ofTotalSeconds((int) (offset.getMillis() / 1000));
    }

    private static LocalDateTime local(DateTimeComponents raw) {
        return LocalDateTime.of(
                raw.getYear(), raw.getMonth(), raw.getDate(), raw.getHour(), raw.getMinute(), raw.getSecond());
    }

    /** The control: had the second time been written on the clock, it would have been read as the first. */
    @Test
    void theSecondTimeOfAnHourIsInUtc() {
        String content = request(MailSamples.appointment(
                        0, List.of(), MailSamples.segment("2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z")))
                .get(0)
                .content();
        assertTrue(content.contains("DTSTART:20261101T063000Z"), content);
        assertTrue(content.contains("DTEND;TZID=America/Toronto:20261101T023000"), content);
    }

    private List<CalendarFile> request(Appointment appointment) {
        return calendars.request(appointment, texts, "fiona@example.org");
    }

    private static List<String> methods(List<CalendarFile> files) {
        return files.stream().map(CalendarFile::method).toList();
    }

    private static ICalendar read(CalendarFile file) {
        ICalendar calendar = Biweekly.parse(file.content()).first();
        ValidationWarnings warnings = calendar.validate(biweekly.ICalVersion.V2_0);
        assertTrue(warnings.isEmpty(), warnings::toString);
        assertFalse(file.content().contains("null"));
        return calendar;
    }

    private static VEvent event(ICalendar calendar) {
        assertEquals(1, calendar.getEvents().size());
        return calendar.getEvents().get(0);
    }
}
