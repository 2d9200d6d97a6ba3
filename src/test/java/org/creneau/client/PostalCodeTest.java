package org.creneau.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostalCodeTest {

    private static final String FIRST = "ABCEGHJKLMNPRSTVXY";
    private static final String LATER = "ABCEGHJKLMNPRSTVWXYZ";

    @Test
    void codesHoweverTheyAreWritten() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            String area = "" + pick(FIRST, random) + random.nextInt(10) + pick(LATER, random);
            String unit = "" + random.nextInt(10) + pick(LATER, random) + random.nextInt(10);
            String typed = area + new String[] {"", " ", "-", "\u00a0"}[random.nextInt(4)] + unit;
            String cased = random.nextBoolean() ? typed.toLowerCase(Locale.ROOT) : typed;
            assertEquals(Optional.of(area + " " + unit), PostalCode.normal(cased), cased);
            assertEquals("GHJ".contains(area.substring(0, 1)), PostalCode.isInQuebec(area + " " + unit));
        }
    }

    private static char pick(String letters, Random random) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H2L",
                "H2L 3Z",
                "H2L 3Z22",
                "D2L 3Z2",
                "W2L 3Z2",
                "H2O 3Z2",
                "H2L 3I2",
                "22L 3Z2",
                "75001",
                "H2L/3Z2",
                "Ｈ2L 3Z2"
            })
    void noCodes(String text) {
        assertEquals(Optional.empty(), PostalCode.normal(text));
    }

    @Test
    void theGuidesOwn() {
        assertTrue(PostalCode.isInQuebec(PostalCode.normal("g1j2n7").orElseThrow()));
        assertFalse(PostalCode.isInQuebec(PostalCode.normal("K1A 0B1").orElseThrow()));
        assertEquals(Optional.empty(), PostalCode.normal("H".repeat(10_000)));
    }
}
