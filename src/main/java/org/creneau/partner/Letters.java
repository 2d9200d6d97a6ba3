package org.creneau.partner;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.logging.Level;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.client.ClientFile;
import org.creneau.client.Contact;
import org.creneau.client.Options;
import org.jspecify.annotations.Nullable;

/**
 * Letters as PDF: {@code letter/letter.html} is the page, {@code i18n/letter_….properties} the words. Takes some tenths of a
 * second: not for an event loop. Any thread may call.
 */
final class Letters {

    /** Comes with the PDF library; Latin, Greek, Cyrillic and Hebrew. Others come out as {@code #}. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String FONT_NAME = "Letter";
    private static final int MAX_CHARACTERS = 50_000;

    static {
        // Else the library looks for fonts on the machine, and keeps a list of them in the user's home.
        FontMappers.set(new OneFont(Letters::font));
        XRLog.listRegisteredLoggers().forEach(name -> XRLog.setLevel(name, Level.WARNING));
    }

    private final PebbleEngine templates;
    private final String siteUrl;
    private final ZoneId zone;

    /** @param zone of the letter's date */
    Letters(String siteUrl, ZoneId zone) {
        this.siteUrl = siteUrl;
        this.zone = zone;
        ClasspathLoader loader = new ClasspathLoader();
        loader.setPrefix("letter");
        this.templates = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .maxRenderedSize(MAX_CHARACTERS)
                .build();
    }

    Buffer print(ClientFile to, Options options, AuthorizationCodes.Issued code, Instant now) {
        Locale locale = Locale.forLanguageTag(to.language());
        ResourceBundle texts = ResourceBundle.getBundle(
                "i18n.letter",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        String name = to.identity().givenName() + " " + to.identity().familyName();
        Map<String, Object> values = new HashMap<>();
        values.put("lang", to.language());
        values.put("address", address(name, to.contact(), options, locale));
        values.put("date", day(LocalDate.ofInstant(now, zone), locale));
        values.put("subject", texts.getString("subject"));
        values.put("greeting", say(texts, "greeting", name));
        values.put("why", texts.getString("why"));
        values.put("codeIs", texts.getString("code"));
        values.put("code", code.code());
        values.put("until", say(texts, "until", day(code.lastDay(), locale)));
        values.put("numberIs", texts.getString(to.identity().referenceNumber() == null ? "number" : "reference"));
        values.put("number", Objects.requireNonNullElse(to.identity().referenceNumber(), String.valueOf(to.number())));
        values.put("how", say(texts, "how", siteUrl));
        values.put("keep", texts.getString("keep"));
        return pdf(render(values));
    }

    private static String say(ResourceBundle texts, String key, String parameter) {
        return new MessageFormat(texts.getString(key), texts.getLocale()).format(new Object[] {parameter});
    }

    private static String day(LocalDate date, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale.getLanguage().equals("fr") ? Locale.CANADA_FRENCH : Locale.CANADA)
                .format(date);
    }

    private static List<String> address(String name, Contact contact, Options options, Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add(name);
        String apartment = contact.apartment();
        lines.add(apartment == null ? contact.street() : contact.street() + ", " + apartment);
        if (contact.postalBox() != null) {
            lines.add(contact.postalBox());
        }
        Options.@Nullable Choice town = options.towns().get(contact.town());
        String place = town == null ? contact.town() : town.name().in(locale);
        String province = contact.province() == null ? "" : " (" + contact.province() + ")";
        String code = contact.postalCode() == null ? "" : "  " + contact.postalCode();
        lines.add(place + province + code);
        if (!contact.country().equals("CA")) {
            lines.add(new Locale.Builder().setRegion(contact.country()).build().getDisplayCountry(locale));
        }
        return lines;
    }

    private String render(Map<String, Object> values) {
        StringWriter writer = new StringWriter();
        try {
            templates.getTemplate("letter.html").evaluate(writer, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    private static Buffer pdf(String page) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .useFont(Letters::font, FONT_NAME)
                    // Nothing is fetched, whatever stands in the page.
                    .useUriResolver((base, uri) -> null)
                    .withProducer("Créneau")
                    .withHtmlContent(page, null)
                    .toStream(pdf)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(pdf.toByteArray());
    }

    private static InputStream font() {
        return Objects.requireNonNull(Letters.class.getResourceAsStream(FONT), FONT);
    }
}
