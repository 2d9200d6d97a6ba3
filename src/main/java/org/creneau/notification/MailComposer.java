package org.creneau.notification;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.creneau.config.MailSettings;

/**
 * Makes mails of their models: {@code mail/} has the templates, {@link MailTexts} the words. In HTML all that is put into
 * a template is escaped, whatever it is.
 *
 * <p>Takes some milliseconds, and more the first time: not for an event loop. Any thread may call.
 */
final class MailComposer {

    private static final int MAX_CHARACTERS = 200_000;

    private final MailSettings settings;
    private final ZoneId zone;
    private final Calendars calendars;
    private final PebbleEngine html = engine(true);
    private final PebbleEngine text = engine(false);

    MailComposer(MailSettings settings) {
        this.settings = settings;
        this.zone = ZoneId.of(settings.zone());
        this.calendars = new Calendars(settings);
    }

    private static PebbleEngine engine(boolean escape) {
        ClasspathLoader loader = new ClasspathLoader();
        loader.setPrefix("mail");
        return new PebbleEngine.Builder()
                .loader(loader)
                .extension(new MailTemplateWords())
                .autoEscaping(escape)
                .strictVariables(true)
                .maxRenderedSize(MAX_CHARACTERS)
                .build();
    }

    Composed compose(DueMail mail) {
        return compose(Mail.Kind.valueOf(mail.kind()), mail.language(), mail.recipient(), mail.model());
    }

    Composed compose(Mail.Kind kind, String language, String recipient, JsonObject model) {
        MailTexts texts = MailTexts.in(language);
        Map<String, Object> values = new HashMap<>();
        List<CalendarFile> attached = List.of();
        if (kind.name().startsWith("BOOKING_")) {
            Appointment appointment = Appointment.of(model);
            values.put("appointment", values(appointment, texts));
            if (kind == Mail.Kind.BOOKING_CALLED_OFF || kind == Mail.Kind.BOOKING_CHANGED) {
                values.put("reason", model.getString("reason"));
                values.put("overlapping", model.getBoolean("overlapping"));
                values.put("former", texts.spans(appointment.formerSegments(), appointment.zone()));
                values.put("chooseUrl", chooseUrl(model));
            }
            attached = switch (kind) {
                case BOOKING_CONFIRMED, BOOKING_MOVED, BOOKING_CHANGED ->
                    calendars.request(appointment, texts, recipient);
                case BOOKING_CANCELLED, BOOKING_CALLED_OFF -> calendars.cancel(appointment, texts, recipient);
                default -> List.of();
            };
        } else {
            // What a model need not have.
            values.put("referenceNumber", null);
            values.put("userCode", null);
            model.forEach(entry -> values.put(entry.getKey(), inWords(entry.getKey(), entry.getValue(), texts)));
        }
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String subject = texts.get(name + ".subject");
        values.put("texts", texts);
        values.put("lang", texts.language());
        values.put("dir", texts.direction());
        values.put("subject", subject);
        values.put("siteUrl", settings.siteUrl());
        return new Composed(
                subject,
                tidy(render(text.getTemplate("text/" + name + ".txt"), values)),
                render(html.getTemplate("html/" + name + ".html"), values),
                attached);
    }

    /** The site, asked for what is offered in place of the appointment. */
    private String chooseUrl(JsonObject model) {
        String site = settings.siteUrl();
        return site + (site.indexOf('?') < 0 ? '?' : '&') + "type=" + model.getString("type") + "&city="
                + model.getString("town");
    }

    /** Dates in models are as in JSON; people read them otherwise. */
    private Object inWords(String name, Object value, MailTexts texts) {
        return switch (name) {
            case "expiresOn" -> texts.date(LocalDate.parse(value.toString()));
            case "expiresAt" -> texts.dateTime(Instant.parse(value.toString()), zone);
            default -> value;
        };
    }

    private static Map<String, Object> values(Appointment appointment, MailTexts texts) {
        Map<String, Object> values = new HashMap<>();
        values.put("title", appointment.title());
        values.put("reference", appointment.reference());
        values.put("organisation", appointment.organisation());
        values.put("documents", appointment.documents());
        values.put("place", appointment.toJson().getJsonObject("place").getMap());
        values.put("spans", texts.spans(appointment));
        return values;
    }

    private static String render(PebbleTemplate template, Map<String, Object> values) {
        StringWriter writer = new StringWriter();
        try {
            template.evaluate(writer, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    /** At most one empty line; what the templates' own structure leaves goes. */
    private static String tidy(String text) {
        return text.replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip() + "\n";
    }
}
