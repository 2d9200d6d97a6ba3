package org.creneau.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten digits (guide 4.7), or a number of any country (6.3). */
class PhonesTest {

    private static final String[] SEPARATORS = {"", " ", "-", ".", "\u00a0", "–", ") "};
    private static final String[] PREFIXES = {"", "1 ", "+1 ", "1-", "+1", "("};

    @Test
    void tenDigitsHoweverTheyAreWritten() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            String area = (char) ('2' + random.nextInt(8)) + digits(random, 2);
            String exchange = (char) ('2' + random.nextInt(8)) + digits(random, 2);
            String line = digits(random, 4);
            String typed = PREFIXES[random.nextInt(PREFIXES.length)]
                    + area
                    + SEPARATORS[random.nextInt(SEPARATORS.length)]
                    + exchange
                    + SEPARATORS[random.nextInt(SEPARATORS.length)]
                    + line;
            Optional<String> normal = Phones.tenDigits(typed);
            assertEquals(Optional.of(area + " " + exchange + "-" + line), normal, typed);
            assertEquals(normal, Phones.tenDigits(normal.get()), "once is enough");
            assertEquals(Optional.empty(), Phones.tenDigits(typed + "0"), "eleven");
            assertEquals(Optional.empty(), Phones.tenDigits(typed.substring(0, typed.length() - 1)), "nine");
        }
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "514",
                "114 999-9999",
                "014 999-9999",
                "514 199-9999",
                "514 099-9999",
                "514 999-99a9",
                "514 999-9999 poste 3",
                "+33 1 40 20 50 50",
                "+2 514 999-9999",
                "５１４ 999-9999",
                "514;999;9999"
            })
    void notTenDigits(String text) {
        assertEquals(Optional.empty(), Phones.tenDigits(text));
    }

    @ParameterizedTest
    @CsvSource({
        "+33 1 40 20 50 50, CA, +33140205050",
        "01 40 20 50 50, FR, +33140205050",
        "+33140205050, FR, +33140205050",
        "514 777-7887, CA, 514 777-7887",
        "+1 514 777 7887, FR, 514 777-7887",
        "(212) 555-0123, US, 212 555-0123",
        "+49 30 901820, DE, +4930901820",
        "030 901820, DE, +4930901820",
        "+212 522-260000, MA, +212522260000",
        "+86 10 6552 9988, CN, +861065529988"
    })
    void numbersOfTheWorld(String typed, String country, String stored) {
        assertEquals(Optional.of(stored), Phones.anywhere(typed, country));
        assertEquals(Optional.of(stored), Phones.anywhere(stored, country), "once is enough");
    }

    @ParameterizedTest
    @CsvSource({
        "12, FR",
        "+999 123456789, CA",
        "+33 1, FR",
        "hello, FR",
        "01 40 20 50 50, CA",
        "01 40 20 50 50 ext 3, FR",
        "0140205050, ZZ"
    })
    void noNumbers(String typed, String country) {
        assertEquals(Optional.empty(), Phones.anywhere(typed, country));
    }

    @Test
    void whatIsMuchTooLongIsNotEvenLookedAt() {
        assertEquals(Optional.empty(), Phones.anywhere("+33" + "1".repeat(10_000), "FR"));
        assertEquals(Optional.empty(), Phones.tenDigits(" ".repeat(10_000)));
    }
}
