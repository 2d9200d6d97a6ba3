package org.creneau.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.creneau.client.Options.Choice;
import org.creneau.client.Options.Menu;
import org.creneau.client.Options.Status;
import org.creneau.core.FieldProblem;
import org.creneau.core.LocalText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each step must look like (guide 4.5 to 4.9, 6.3). */
class RulesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final LocalText NAME = new LocalText("Nom", "Name");
    private static final Options OPTIONS = new Options(
            Map.of(
                    "resident-permanent", new Status("resident-permanent", NAME, List.of(), true, true),
                    "sans-date", new Status("sans-date", NAME, List.of(), false, true),
                    "autre", new Status("autre", NAME, List.of(), false, false)),
            Map.of(Menu.SCHOOLING, Map.of("0-6", Choice.of("0-6", NAME))),
            Map.of("quebec", Choice.of("quebec", new LocalText("Québec", "Quebec City"))),
            new Options.Declaration("2", List.of(NAME), Instant.EPOCH));

    private static List<String> found(Findings findings) {
        return findings.list().stream()
                .map(problem -> problem.pointer() + " " + problem.code())
                .toList();
    }

    private static List<String> status(String id, @Nullable LocalDate grantedOn, @Nullable LocalDate birth) {
        Findings findings = Findings.atTop();
        StatusRules.check(new ImmigrationStatus(id, grantedOn), birth, OPTIONS, TODAY, findings);
        return found(findings);
    }

    @Test
    void theDayOfAStatus() {
        assertEquals(List.of(), status("resident-permanent", TODAY, TODAY));
        assertEquals(List.of("/statusGrantedOn required"), status("resident-permanent", null, null));
        assertEquals(List.of(), status("sans-date", null, null));
        assertEquals(List.of("/statusGrantedOn date-in-future"), status("sans-date", TODAY.plusDays(1), null));
        assertEquals(List.of("/statusGrantedOn before-birth"), status("resident-permanent", TODAY.minusDays(1), TODAY));
        assertEquals(List.of("/statusGrantedOn date-too-early"), status("sans-date", LocalDate.of(1899, 12, 31), null));
        assertEquals(List.of("/status status-unknown"), status("touriste", TODAY, null));
        assertEquals(false, StatusRules.isAdmissible(new ImmigrationStatus("autre", null), OPTIONS));
        assertEquals(true, StatusRules.isAdmissible(new ImmigrationStatus("sans-date", null), OPTIONS));
    }

    private static List<String> identity(UnaryOperator<JsonObject> change) {
        JsonObject json = new JsonObject()
                .put("familyName", "Brandford")
                .put("givenName", "Bernard")
                .put("birthDate", "1978-05-05")
                .put("sex", "M")
                .put("cicNumber", "58200462")
                .put("email", "client@example.org");
        Findings findings = Findings.atTop();
        IdentityRules.check(IdentityRules.normal(Identity.of(change.apply(json))), TODAY, findings);
        return found(findings);
    }

    @ParameterizedTest
    @CsvSource({
        "referenceNumber, C3333726, ''",
        "referenceNumber, c3333726, ''",
        "referenceNumber, 'C 333 3726', ''",
        "referenceNumber, C333372, reference-number-invalid",
        "referenceNumber, C33337266, reference-number-invalid",
        "referenceNumber, 33333726, reference-number-invalid",
        "referenceNumber, É3333726, reference-number-invalid",
        "referenceNumber, C٣333726, reference-number-invalid",
        "clientNumber, 52184, ''",
        "clientNumber, 1000000, ''",
        "clientNumber, 5218, client-number-invalid",
        "clientNumber, 02184, client-number-invalid",
        "clientNumber, 1234567890123456, client-number-invalid",
        "clientNumber, -52184, ''",
        "cicNumber, 58200462, ''",
        "cicNumber, 5820-0462, ''",
        "cicNumber, 1234567890, ''",
        "cicNumber, 5820046, cic-number-invalid",
        "cicNumber, 12345678901, cic-number-invalid",
        "cicNumber, '', ''"
    })
    void numbers(String field, String value, String code) {
        List<String> expected = code.isEmpty() ? List.of() : List.of("/" + field + " " + code);
        UnaryOperator<JsonObject> change = json -> {
            json.put("referenceNumber", "C3333726"); // so that one of them is there
            return json.put(field, value);
        };
        assertEquals(expected, identity(change));
    }

    @Test
    void namesHaveAHundredCharactersOfAnyScript() {
        for (String letter : List.of("é", "م", "王", "𠮷")) {
            assertEquals(List.of(), identity(json -> json.put("familyName", letter.repeat(100))), letter);
            assertEquals(
                    List.of("/familyName too-long"),
                    identity(json -> json.put("familyName", letter.repeat(101))),
                    letter);
        }
        assertEquals(
                List.of(), identity(json -> json.put("givenName", "e\u0301".repeat(100))), "counted when composed");
        assertEquals(List.of("/givenName required"), identity(json -> json.put("givenName", "\u00a0 \t")));
    }

    @Test
    void theDayOfBirth() {
        assertEquals(List.of(), identity(json -> json.put("birthDate", "1900-01-01")));
        assertEquals(List.of(), identity(json -> json.put("birthDate", TODAY.toString())));
        assertEquals(
                List.of("/birthDate date-in-future"),
                identity(json -> json.put("birthDate", TODAY.plusDays(1).toString())));
        assertEquals(List.of("/birthDate date-too-early"), identity(json -> json.put("birthDate", "1899-12-31")));
    }

    private static List<String> contact(JsonObject json) {
        Findings findings = Findings.atTop();
        ContactRules.check(ContactRules.normal(Contact.of(json)), OPTIONS, findings);
        return found(findings);
    }

    private static JsonObject paris() {
        return new JsonObject()
                .put("country", "fr")
                .put("street", "3, rue de la Paix")
                .put("town", "Paris")
                .put("homePhone", "01 40 20 50 50");
    }

    @Test
    void addressesOfTheWorld() {
        assertEquals(List.of(), contact(paris()));
        assertEquals(List.of(), contact(paris().put("postalCode", "75001").put("province", "Île-de-France")));
        assertEquals(
                List.of("/country country-unknown"),
                contact(paris().put("country", "ZZ")).subList(0, 1));
        assertEquals(List.of("/town required"), contact(paris().put("town", "")));
        assertEquals(List.of("/postalCode too-long"), contact(paris().put("postalCode", "1234567890123")));
        assertEquals(List.of("/province too-long"), contact(paris().put("province", "x".repeat(61))));
        assertEquals(List.of("/fax phone-invalid"), contact(paris().put("fax", "12")));
        assertEquals(List.of("/street wrong-format"), contact(paris().put("street", "a\u202eb")));
    }

    @Test
    void addressesInCanada() {
        JsonObject ottawa = paris().put("country", "CA")
                .put("province", "on")
                .put("town", "Ottawa")
                .put("postalCode", "k1a0b1")
                .put("homePhone", "613 555-0123");
        assertEquals(List.of(), contact(ottawa));
        assertEquals(
                List.of("/postalCode postal-code-elsewhere"),
                contact(ottawa.copy().put("postalCode", "G1J 2N7")));
        assertEquals(
                List.of("/province province-unknown"), contact(ottawa.copy().put("province", "ZZ")));
        assertEquals(List.of("/postalCode required"), contact(ottawa.copy().put("postalCode", " ")));
        assertEquals(
                List.of("/town town-unknown", "/postalCode postal-code-elsewhere"),
                contact(ottawa.copy().put("province", "QC")));
        assertEquals(
                List.of(),
                contact(ottawa.copy()
                        .put("province", "QC")
                        .put("town", "quebec")
                        .put("postalCode", "G1J 2N7")));
    }

    @Test
    void menusAndText() {
        Findings findings = Findings.atTop();
        Complementary given = new Complementary(true, "nowhere", null, "x".repeat(101), "0-6");
        ComplementaryRules.check(ComplementaryRules.normal(given), OPTIONS, findings);
        assertEquals(List.of("/heardFrom option-unknown", "/intendedOccupation too-long"), found(findings));
    }

    @Test
    void theDeclaration() {
        Findings findings = Findings.atTop();
        ConsentRules.check(new Consent(true, "2"), OPTIONS, findings);
        assertEquals(List.<FieldProblem>of(), findings.list());
        ConsentRules.check(new Consent(false, "1"), OPTIONS, findings);
        assertEquals(List.of("/accepted declaration-not-accepted", "/version declaration-outdated"), found(findings));
    }
}
