package org.creneau.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.creneau.client.Recognition.KnownPerson;
import org.creneau.client.Recognition.Match;
import org.creneau.client.Recognition.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who somebody turns out to be (guide 4.6). */
class RecognitionTest {

    private static final LocalDate BORN = LocalDate.of(1978, 5, 5);

    private static Identity identity(@Nullable String clientNumber) {
        return new Identity(
                "Brandford", "Bernard", BORN, "M", "C3333726", clientNumber, "58200462", "client@example.org");
    }

    private static Match match(long number, String familyName, LocalDate born, String sex, boolean hasAccount) {
        return new Match(number, familyName, "BERNÂRD", born, sex, hasAccount);
    }

    private static Match himself(boolean hasAccount) {
        return match(52184, "BRANDFORD", BORN, "M", hasAccount);
    }

    private static Class<?> verdict(@Nullable String clientNumber, @Nullable KnownPerson known, Match... matches) {
        return Recognition.decide(identity(clientNumber), known, List.of(matches))
                .getClass();
    }

    @Test
    void whomNobodyKnowsIsNew() {
        assertEquals(Verdict.NewClient.class, verdict(null, null));
        assertEquals(Verdict.NewClient.class, verdict(null, new KnownPerson(BORN, "M")));
    }

    @Test
    void whoIsKnownMustAgree() {
        assertEquals(Verdict.Disagrees.class, verdict(null, new KnownPerson(BORN.plusDays(1), "M")));
        assertEquals(Verdict.Disagrees.class, verdict(null, new KnownPerson(BORN, "F")));
        assertEquals(
                Verdict.Disagrees.class, verdict(null, new KnownPerson(BORN, "F"), himself(true)), "before all else");
    }

    @Test
    void registeredElsewhere() {
        assertEquals(Verdict.Elsewhere.class, verdict(null, null, himself(true)));
        assertEquals(Verdict.Elsewhere.class, verdict("52184", null, himself(true)));
        assertEquals(Verdict.Elsewhere.class, verdict(null, null, match(7, "Changed", BORN, "M", true)), "by marriage");
        assertEquals(Verdict.Elsewhere.class, verdict(null, null, himself(false), himself(true)));
    }

    @Test
    void othersNumbersTellNothing() {
        for (boolean hasAccount : List.of(true, false)) {
            assertEquals(Verdict.Disagrees.class, verdict(null, null, match(7, "Brandford", BORN, "F", hasAccount)));
            assertEquals(
                    Verdict.Disagrees.class,
                    verdict(null, null, match(7, "Brandford", BORN.minusDays(1), "M", hasAccount)));
            assertEquals(Verdict.Disagrees.class, verdict("52184", null, match(52184, "X", BORN, "M", hasAccount)));
        }
        assertEquals(Verdict.Disagrees.class, verdict("52185", null));
        assertEquals(Verdict.Disagrees.class, verdict("52185", null, himself(true)));
    }

    @Test
    void ofAFileOfAPartnerHearsWhoKnowsAllOfIt() {
        assertEquals(Verdict.OfPartner.class, verdict("52184", null, himself(false)));
        assertEquals(Verdict.OfPartner.class, verdict(null, null, himself(false)));
        assertEquals(Verdict.Disagrees.class, verdict(null, null, match(7, "Brandon", BORN, "M", false)));
        Match brother = new Match(7, "Brandford", "Bertrand", BORN, "M", false);
        assertEquals(Verdict.Disagrees.class, verdict(null, null, brother));
        assertEquals(Verdict.Disagrees.class, verdict(null, null, himself(false), himself(false)), "which?");
    }
}
