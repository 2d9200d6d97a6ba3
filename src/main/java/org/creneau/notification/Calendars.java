package org.creneau.notification;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.parameter.ParticipationStatus;
import biweekly.parameter.Role;
import biweekly.property.Attendee;
import biweekly.property.DateEnd;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.DateStart;
import biweekly.property.Geo;
import biweekly.property.Organizer;
import biweekly.property.Status;
import biweekly.property.Transparency;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.config.MailSettings;

/**
 * Appointments as calendars take them (RFC 5545, 5546). Each segment is an event of its own in a file of its own, because
 * one file may speak of one event only. A later file about the same segment has the same UID and a greater SEQUENCE, so
 * the calendar changes or removes what it has.
 */
final class Calendars {

    private static final String REQUEST = "REQUEST";
    private static final String CANCEL = "CANCEL";

    private final MailSettings settings;

    Calendars(MailSettings settings) {
        this.settings = settings;
    }

    /** To put an appointment into a calendar, or move it there; segments that are no more are taken out. */
    List<CalendarFile> request(Appointment appointment, MailTexts texts, String attendee) {
        List<CalendarFile> files = new ArrayList<>();
        int segments = appointment.segments().size();
        for (int i = 0; i < segments; i++) {
            files.add(file(appointment, appointment.segments().get(i), i, REQUEST, texts, attendee));
        }
        for (int i = segments; i < appointment.formerSegments().size(); i++) {
            files.add(file(appointment, appointment.formerSegments().get(i), i, CANCEL, texts, attendee));
        }
        return files;
    }

    /** To take an appointment out of a calendar. */
    List<CalendarFile> cancel(Appointment appointment, MailTexts texts, String attendee) {
        List<CalendarFile> files = new ArrayList<>();
        for (int i = 0; i < appointment.segments().size(); i++) {
            files.add(file(appointment, appointment.segments().get(i), i, CANCEL, texts, attendee));
        }
        return files;
    }

    private CalendarFile file(
            Appointment appointment,
            Appointment.Segment segment,
            int index,
            String method,
            MailTexts texts,
            String attendee) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Creneau//Creneau//" + texts.language().toUpperCase(java.util.Locale.ROOT));
        calendar.setMethod(method);
        VEvent event = event(appointment, index, texts);
        event.setStatus(method.equals(CANCEL) ? Status.cancelled() : Status.confirmed());
        people(event, appointment, attendee);
        times(calendar, event, segment, appointment.zone());
        calendar.addEvent(event);
        String name = method.equals(CANCEL) ? "annulation" : "rendez-vous";
        return new CalendarFile(
                name + "-" + (index + 1) + ".ics",
                method,
                Biweekly.write(calendar).go());
    }

    private VEvent event(Appointment appointment, int index, MailTexts texts) {
        VEvent event = new VEvent();
        event.setUid(appointment.eventId() + "-" + (index + 1) + "@creneau");
        event.setSequence(appointment.sequence());
        String title = appointment.segments().size() == 1
                ? appointment.title()
                : texts.get("module", index + 1, appointment.title());
        event.setSummary(title).setLanguage(texts.language());
        event.setLocation(location(appointment)).setLanguage(texts.language());
        event.setDescription(description(appointment, texts)).setLanguage(texts.language());
        event.setGeo(new Geo(appointment.place().latitude(), appointment.place().longitude()));
        event.setUrl(settings.siteUrl());
        event.setTransparency(Transparency.opaque());
        return event;
    }

    private void people(VEvent event, Appointment appointment, String address) {
        event.setOrganizer(new Organizer(inParameter(appointment.organisation()), settings.from()));
        Attendee attendee = new Attendee(null, address);
        attendee.setRole(Role.ATTENDEE);
        attendee.setParticipationStatus(ParticipationStatus.ACCEPTED);
        attendee.setRsvp(false);
        event.addAttendee(attendee);
    }

    /** The format knows no way to write these in the parameter of a property. */
    private static String inParameter(String text) {
        return text.replaceAll("[\\p{Cntrl}\"]+", " ");
    }

    private static void times(ICalendar calendar, VEvent event, Appointment.Segment segment, ZoneId zone) {
        DateStart start = new DateStart(Date.from(segment.start()), true);
        DateEnd end = new DateEnd(Date.from(segment.end()), true);
        TimezoneAssignment assignment = CalendarZone.of(zone, segment.start());
        boolean used = inZone(calendar, start, segment.start(), zone, assignment);
        used |= inZone(calendar, end, segment.end(), zone, assignment);
        if (used) {
            calendar.getTimezoneInfo().getTimezones().add(assignment);
        }
        event.setDateStart(start);
        event.setDateEnd(end);
    }

    /** In the night in which an hour comes twice, its second time can be written in UTC only (RFC 5545, 3.3.5). */
    private static boolean inZone(
            ICalendar calendar,
            DateOrDateTimeProperty property,
            Instant time,
            ZoneId zone,
            TimezoneAssignment assignment) {
        List<ZoneOffset> possible =
                zone.getRules().getValidOffsets(time.atZone(zone).toLocalDateTime());
        if (!possible.get(0).equals(time.atZone(zone).getOffset())) {
            return false;
        }
        calendar.getTimezoneInfo().setTimezone(property, assignment);
        return true;
    }

    private static String location(Appointment appointment) {
        Appointment.Place place = appointment.place();
        return Stream.of(
                        place.name(),
                        place.office(),
                        place.address(),
                        place.city(),
                        place.province() + " " + place.postalCode(),
                        place.country())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(", "));
    }

    private String description(Appointment appointment, MailTexts texts) {
        List<String> lines = new ArrayList<>();
        lines.add(appointment.organisation());
        lines.add(texts.get("reference") + " " + appointment.reference());
        if (!appointment.documents().isEmpty()) {
            lines.add(texts.get("documents"));
            appointment.documents().forEach(document -> lines.add("- " + document));
        }
        lines.add(settings.siteUrl());
        return String.join("\n", lines);
    }
}
