package org.creneau.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.creneau.auth.AuthorizationCodes;
import org.creneau.client.ClientFile;
import org.creneau.client.Complementary;
import org.creneau.client.Contact;
import org.creneau.client.Identity;
import org.creneau.client.ImmigrationStatus;
import org.creneau.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {

    private static final Instant NOW = Instant.parse("2026-03-03T02:00:00Z"); // the evening before, in Montréal

    private final Letters letters = new Letters("https://rv.example.org", ZoneId.of("America/Toronto"));

    private String text(String givenName, String language, Contact contact) throws IOException {
        ClientFile file = new ClientFile(
                UUID.randomUUID(),
                52184,
                1,
                new ImmigrationStatus("asile", null),
                new Identity("Test", givenName, LocalDate.of(1978, 5, 5), "F", "C3333726", null, null, "a@example.org"),
                contact,
                new Complementary(true, null, null, null, null),
                "1",
                Instant.EPOCH,
                language,
                Instant.EPOCH,
                Instant.EPOCH);
        Options options =
                new Options(Map.of(), Map.of(), Map.of(), new Options.Declaration("1", List.of(), Instant.EPOCH));
        AuthorizationCodes.Issued code =
                new AuthorizationCodes.Issued("7KQM-2XPA-9RTB", OffsetDateTime.parse("2026-06-01T00:00:00Z"));
        byte[] pdf = letters.print(file, options, code, NOW).getBytes();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertEquals(1, document.getNumberOfPages());
            return new PDFTextStripper().getText(document);
        }
    }

    private static Contact abroad() {
        return new Contact(
                "FR",
                "3, rue <b>Un</b>",
                "4 & 5",
                "BP 12",
                "Lyon",
                null,
                "69001",
                "+33140205050",
                null,
                null,
                null,
                null);
    }

    @Test
    void itIsAddressedAndDatedAsPeopleRead() throws IOException {
        String text = text("Anaïs", "fr", abroad());
        for (String line : List.of(
                "Anaïs Test",
                "3, rue <b>Un</b>, 4 & 5",
                "BP 12",
                "Lyon  69001",
                "France",
                "2 mars 2026",
                "jusqu’au 31 mai 2026",
                "C3333726",
                "7KQM-2XPA-9RTB",
                "https://rv.example.org")) {
            assertTrue(text.replaceAll("\\s+", " ").contains(line.replaceAll("\\s+", " ")), line + " in " + text);
        }
        assertFalse(text.contains("52184"), "the number that the account asks for is the other one");
        assertTrue(text("Anaïs", "en", abroad()).contains("March 2, 2026"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Łukasz", "Nguyễn", "Ιωάννης", "Дмитрий", "\u202eevil", "a\u0301\u0301\u0301", "日本", "محمد", "😀"
            })
    void whateverTheNameItIsALetter(String name) throws IOException {
        assertTrue(text(name, "fr", abroad()).contains("7KQM-2XPA-9RTB"));
    }
}
