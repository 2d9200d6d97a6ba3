package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.auth.Accounts.ChangeAccount;
import org.creneau.auth.Accounts.Principal;
import org.creneau.auth.Accounts.SecurityAnswer;
import org.creneau.auth.Recovery.Sex;
import org.creneau.core.Names;
import org.creneau.core.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {

    @Test
    void codesAndPasswordsAreDrawnEachTimeAnew() {
        Secrets secrets = new Secrets();
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String code = secrets.authorizationCode();
            assertTrue(code.matches("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}"), code);
            String password = secrets.temporaryPassword();
            assertTrue(password.matches("(?=.*[0-9])(?=.*[A-Za-z])[2-9A-HJ-NP-Za-km-z]{14}"), password);
            assertTrue(drawn.add(code) && drawn.add(password));
        }
    }

    @Test
    void aCodeIsTheSameHoweverItIsTyped() {
        Digest code = Secrets.ofAuthorizationCode("7KQM-2XPA-9RTB");
        for (String typed : List.of("7kqm2xpa9rtb", " 7KQM 2XPA 9RTB", "7kqm--2xpa-9rtb\n")) {
            assertEquals(code, Secrets.ofAuthorizationCode(typed));
        }
        assertNotEquals(code, Secrets.ofAuthorizationCode("7KQM-2XPA-9RTC"));
    }

    @ParameterizedTest
    @CsvSource({
        "Hélène-Anaïs, HELENE ANAIS",
        "D'Église, d’eglise",
        "'  de  la  Tour ', De La Tour",
        "Nguyễn, NGUYEN",
        "Þór, þÓR",
        "محمد, محمد"
    })
    void namesAreComparedWithoutWhatIsTypedInManyWays(String one, String other) {
        assertEquals(Names.folded(one), Names.folded(other));
        assertFalse(Names.folded(one).isEmpty());
    }

    @Test
    void otherNamesAreOthers() {
        assertNotEquals(Names.folded("Anne Marie"), Names.folded("Annemarie"));
        assertNotEquals(Names.folded("Roy"), Names.folded("Roi"));
    }

    @Test
    void numbersHaveOneSpelling() {
        assertEquals("C3333726", Numbers.reference(" c333-3726"));
        assertEquals(10042L, Numbers.client("10 042"));
        for (String none : List.of("", "C333372", "33333726", "C33337261", "é")) {
            assertNull(Numbers.reference(none), none);
        }
        for (String none : List.of("", "1004", "01004", "1234567890123456", "٤٤٤٤٤")) {
            assertNull(Numbers.client(none), none);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo",
                "$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
            })
    void hashesOfOtherServicesAreTaken(String hash) {
        assertTrue(ImportedHash.isUsable(hash));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "$argon2id$v=19$m=999999,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo",
                "$argon2id$v=19$m=19456,t=99,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo",
                "$2b$31$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$2b$10$short",
                "5f4dcc3b5aa765d61d8327deb882cf99"
            })
    void othersAreNot(String hash) {
        assertFalse(ImportedHash.isUsable(hash));
    }

    /** What is written into a log by accident. */
    @Test
    void nothingThatSomebodySaysAboutThemselvesIsInATextForALog() {
        LocalDate birthDate = LocalDate.of(1978, 5, 5);
        Recovery.AuthorizationClaim claim = new Recovery.AuthorizationClaim("hush-code", birthDate, Sex.F);
        Principal principal = new Principal(UUID.randomUUID(), null, false, java.time.Instant.EPOCH);
        for (Object said : List.of(
                claim,
                new Recovery.Authorization(claim, "hush", "hush"),
                new Recovery.CheckAuthorization(claim, "hush"),
                new Recovery.RemindUserCode(
                        "hush", "hush", birthDate, Sex.F, new Recovery.Identifier.Email("hush"), "hush"),
                new Recovery.Identifier.ReferenceNumber("hush"),
                new Recovery.Identifier.ClientNumber("hush"),
                new Recovery.SendTemporaryPassword("hush", "hush", new SecurityAnswer("q", "hush"), "hush"),
                new ChangeAccount(principal, "hush", "hush", "hush", "fr", List.of(), "hush"),
                new AuthorizationCodes.Issued("hush", OffsetDateTime.MAX),
                new AuthorizationCodes.Addressee("hush", "hush", "hush", "fr"),
                new RecoveryStore.Addressee(UUID.randomUUID(), UUID.randomUUID(), "hush", "hush", "fr"),
                new ImportedPerson("hush", "hush", "hush", birthDate, "F"),
                new ImportedAccount(1, "hush", "hush", "fr", "hush", "hush"),
                AuthNode.create("hush", "hush", "hush", List.of()))) {
            String text = said.toString();
            assertFalse(text.contains("hush") || text.contains("1978"), text);
        }
    }
}
