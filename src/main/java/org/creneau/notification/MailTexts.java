package org.creneau.notification;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What mails say, in one language: {@code i18n/mail_….properties}. Another language is another file. Every text is a
 * {@link MessageFormat}, so an apostrophe that is straight stands there twice.
 */
final class MailTexts {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Locale locale;
    private final ResourceBundle texts;

    private MailTexts(Locale locale, ResourceBundle texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /** @param language its tag: {@code fr} */
    static MailTexts in(String language) {
        Locale locale = Locale.forLanguageTag(language);
        // No fallback: otherwise the machine's own locale would decide what is shown for a text that is missing.
        return new MailTexts(
                locale,
                ResourceBundle.getBundle(
                        "i18n.mail",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    String language() {
        return locale.toLanguageTag();
    }

    /** {@code ltr} or {@code rtl}. */
    String direction() {
        return get("direction");
    }

    String get(String key, Object... parameters) {
        return new MessageFormat(texts.getString(key), locale).format(parameters);
    }

    /** As in the guide (5.2): {@code Mar 2013-02-19}. */
    String date(LocalDate date) {
        return get("day." + date.getDayOfWeek().getValue()) + " " + DATE.format(date);
    }

    /** As in the guide (5.2): {@code Mar 2013-02-19 à 13:00}. */
    String dateTime(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        return get("date-time", date(local.toLocalDate()), time(local));
    }

    /** As in the guide (5.3.3): {@code Mer 2013-03-20 de 17:00 à 20:00}. */
    String span(Instant start, Instant end, ZoneId zone) {
        ZonedDateTime from = start.atZone(zone);
        ZonedDateTime to = end.atZone(zone);
        String day = date(from.toLocalDate());
        return from.toLocalDate().equals(to.toLocalDate())
                ? get("span", day, time(from), time(to))
                : get("span-over-night", day, time(from), date(to.toLocalDate()), time(to));
    }

    /** In the night in which an hour comes twice, which of the two is meant is said. */
    private static String time(ZonedDateTime local) {
        boolean twice = local.getZone()
                        .getRules()
                        .getValidOffsets(local.toLocalDateTime())
                        .size()
                > 1;
        return format(local) + (twice ? " (UTC" + local.getOffset() + ")" : "");
    }

    private static String format(TemporalAccessor time) {
        return TIME.format(time);
    }

    /** The lines of an appointment's segments: with a number where there are several (guide 5.3.3). */
    List<String> spans(Appointment appointment) {
        return spans(appointment.segments(), appointment.zone());
    }

    List<String> spans(List<Appointment.Segment> segments, ZoneId zone) {
        return java.util.stream.IntStream.range(0, segments.size())
                .mapToObj(i -> {
                    String span = span(segments.get(i).start(), segments.get(i).end(), zone);
                    return segments.size() == 1 ? span : get("module", i + 1, span);
                })
                .toList();
    }
}
