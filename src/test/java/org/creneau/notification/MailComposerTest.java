package org.creneau.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.creneau.config.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailComposerTest {

    private static final String SOMEBODY = "fiona@example.org";
    /** The last one is the tests' own, written from right to left. */
    private static final List<String> LANGUAGES = List.of("fr", "en", "ar");

    private final MailComposer composer =
            new MailComposer(SettingsLoader.defaults().mail());

    static Stream<Arguments> everyMail() {
        return Stream.of(Mail.Kind.values())
                .flatMap(kind -> LANGUAGES.stream().map(language -> Arguments.of(kind, language)));
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void everyMailIsThereInEveryLanguageAsTextAndAsHtml(Mail.Kind kind, String language) {
        JsonObject model = MailSamples.model(kind);
        Composed mail = composer.compose(kind, language, SOMEBODY, model);

        String direction = language.equals("ar") ? "rtl" : "ltr";
        assertTrue(mail.html().contains("<html lang=\"" + language + "\" dir=\"" + direction + "\">"), mail.html());
        assertTrue(mail.text().startsWith(mail.subject()), mail.text());
        assertTrue(mail.text().contains("http://localhost:8080"), mail.text());
        for (String unfinished : List.of("{{", "{%", "{0}", "{1}", "null")) {
            assertFalse((mail.subject() + mail.text() + mail.html()).contains(unfinished), unfinished);
        }
        Stream.of("clientNumber", "referenceNumber", "authorizationCode", "userCode", "temporaryPassword", "reference")
                .map(name -> model.getString(name))
                .filter(value -> value != null)
                .forEach(value -> {
                    assertTrue(mail.text().contains(value), value);
                    assertTrue(mail.html().contains(value), value);
                });
    }

    @Test
    void theLanguagesHaveTheSameTexts() {
        Set<String> french = keys("fr");
        assertTrue(french.size() > 50);
        assertEquals(french, keys("en"));
    }

    private static Set<String> keys(String language) {
        return new TreeSet<>(ResourceBundle.getBundle(
                        "i18n.mail",
                        java.util.Locale.forLanguageTag(language),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .keySet());
    }

    /** Guide 2.5. */
    @ParameterizedTest
    @CsvSource({
        "REGISTRATION_CONFIRMED, Confirmation d'inscription au Service en ligne de prise de rendez-vous",
        "CREATE_YOUR_ACCOUNT, Créez votre profil de consultation",
        "USE_YOUR_ACCOUNT, Tirez profit de votre profil de consultation"
    })
    void theTitlesAreTheGuides(Mail.Kind kind, String title) {
        assertEquals(
                title,
                composer.compose(kind, "fr", SOMEBODY, MailSamples.model(kind)).subject());
    }

    @Test
    void aNumberThatSomebodyDoesNotHaveIsNotSpokenOf() {
        JsonObject model = MailSamples.model(Mail.Kind.REGISTRATION_CONFIRMED);
        model.remove("referenceNumber");
        Composed mail = composer.compose(Mail.Kind.REGISTRATION_CONFIRMED, "fr", SOMEBODY, model);
        assertFalse(mail.text().contains("référence individuel"), mail.text());
        assertTrue(mail.text().contains("52184"));
    }

    @ParameterizedTest
    @CsvSource({
        "fr, L’adresse électronique de votre inscription au Service en ligne",
        "en, The e-mail address of your registration with the online appointment service was changed."
    })
    void whoHasNoAccountIsToldOfAnotherAddressWithoutAUserCode(String language, String text) {
        Composed mail = composer.compose(Mail.Kind.EMAIL_CHANGED, language, SOMEBODY, new JsonObject());
        for (String part : List.of(mail.text(), mail.html())) {
            assertTrue(part.contains(text), part);
            assertFalse(
                    part.contains("null")
                            || part.contains(MailTexts.in(language).get("user-code")),
                    part);
        }
    }

    @Test
    void theOrganisationThatUsesAFileAgainIsNamed() {
        JsonObject model = new JsonObject().put("organisation", "Été & fils");
        Composed mail = composer.compose(Mail.Kind.CONSENT_GIVEN_AGAIN, "fr", SOMEBODY, model);
        assertTrue(mail.text().contains("par l’organisme suivant : Été & fils."), mail.text());
        assertTrue(mail.html().contains("Été &amp; fils."), mail.html());
    }

    @ParameterizedTest
    @CsvSource({
        "AGENT, you are now an agent of Été & fils.",
        "MANAGER, you are now a manager of Été & fils.",
        "NONE, you are no longer an employee of Été & fils."
    })
    void employeesAreToldWhatTheyAreNow(String role, String text) {
        JsonObject model =
                MailSamples.model(Mail.Kind.ROLE_CHANGED).put("role", role).put("organisation", "Été & fils");
        Composed mail = composer.compose(Mail.Kind.ROLE_CHANGED, "en", SOMEBODY, model);
        assertTrue(mail.text().contains(text), mail.text());
        assertTrue(mail.html().contains(text.replace("&", "&amp;")), mail.html());
        assertEquals(1, mail.text().split("Été", -1).length - 1, mail.text());
    }

    @Test
    void namesAreTextAndNothingElse() {
        String name =
                "<script>alert(1)</script> O'Neil & {0} {{ siteUrl }} \" \r\nBcc: x@example.org " + "é".repeat(3000);
        JsonObject model = MailSamples.model(Mail.Kind.REGISTRATION_CONFIRMED).put("familyName", name);
        Composed mail = composer.compose(Mail.Kind.REGISTRATION_CONFIRMED, "fr", SOMEBODY, model);
        assertFalse(mail.html().contains("<script>"), mail.html());
        assertTrue(mail.html().contains("&lt;script&gt;alert(1)&lt;/script&gt; O&#39;Neil &amp; {0} {{ siteUrl }}"));
        assertTrue(mail.text().contains("<script>alert(1)</script> O'Neil & {0} {{ siteUrl }}"));
        assertTrue(mail.text().contains("é".repeat(3000)));
    }

    /** Guide 5.2, 5.3.3. */
    @Test
    void datesAreWrittenAsInTheGuideInTheZoneOfTheLocation() {
        Composed one = composer.compose(
                Mail.Kind.BOOKING_CONFIRMED,
                "fr",
                SOMEBODY,
                MailSamples.appointment(
                                0, List.of(), MailSamples.segment("2013-03-20T21:00:00Z", "2013-03-21T00:00:00Z"))
                        .toJson());
        assertTrue(one.text().contains("- Mer 2013-03-20 de 17:00 à 20:00\n"), one.text());
        Composed two = composer.compose(
                Mail.Kind.BOOKING_CONFIRMED,
                "fr",
                SOMEBODY,
                MailSamples.appointment(
                                0,
                                List.of(),
                                MailSamples.segment("2013-03-20T21:00:00Z", "2013-03-21T00:00:00Z"),
                                MailSamples.segment("2013-03-22T01:00:00Z", "2013-03-22T05:00:00Z"))
                        .toJson());
        assertTrue(two.text().contains("- Module n°1 Mer 2013-03-20 de 17:00 à 20:00\n"), two.text());
        assertTrue(two.text().contains("- Module n°2 Jeu 2013-03-21 de 21:00 à Ven 2013-03-22 01:00\n"), two.text());
        assertEquals(
                "Mar 2013-02-19 à 13:00",
                MailTexts.in("fr").dateTime(java.time.Instant.parse("2013-02-19T18:00:00Z"), MailSamples.TORONTO));
    }

    @Test
    void inTheHourThatComesTwiceTheTextSaysWhich() {
        MailTexts texts = MailTexts.in("en");
        assertEquals(
                "Sun 2026-11-01 from 01:30 (UTC-04:00) to 01:30 (UTC-05:00)",
                texts.span(
                        java.time.Instant.parse("2026-11-01T05:30:00Z"),
                        java.time.Instant.parse("2026-11-01T06:30:00Z"),
                        MailSamples.TORONTO));
    }
}
