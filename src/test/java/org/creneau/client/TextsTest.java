package org.creneau.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.Random;
import org.creneau.core.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as they are on documents of any country (guide 4.6). */
class TextsTest {

    private static final String[] ALPHABETS = {
        "abcdefghijklmnopqrstuvwxyz",
        "éèêçàùïœæßøłđ",
        "محمدعليفاطمة",
        "王李张刘陈杨黄",
        "Иванпетрсергй",
        "ΑΒΓΔαβγδ",
        "नमस्ते",
        "한국어이름",
        "さくらアイ",
        "תורה"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Brandford",
                "محمد",
                "王小明",
                "O'Neill",
                "O’Neill",
                "D‘Arcy",
                "Jean-Luc",
                "Jean‐Luc",
                "de la Cruz",
                "Mª Ángeles",
                "St. John",
                "Jean-P. Côté",
                "Tremblay jr.",
                "Nguyễn Thị",
                "Zoe\u0308",
                "X",
                "Kahanamokuʻu",
                "می\u200cخواهم",
                "Abu-l-Qāsim",
                "𠮷野",
                "III",
                "John 3",
                "Sønderjylland, von"
            })
    void names(String name) {
        assertTrue(Texts.isName(name), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12345",
                "-",
                "'",
                "\u200d",
                "😀",
                "Anna😀",
                "Anna👍🏽",
                "a\u0000b",
                "a\u0007b",
                "a\nb",
                "a\u2028b",
                "a\u202eb",
                "a\u2066b",
                "a\ufeffb",
                "a\ue000b",
                "<b>",
                "a=b",
                "€uro",
                "https://exemple.org",
                "exemple.org",
                "Gagnez www.exemple.org",
                "exemple.4u.org",
                "exemple。org",
                "exemple．org",
                "exemple.\u200dorg",
                "tel:5145550100",
                "a/b",
                "a／b",
                "a\\b",
                "anne@exemple"
            })
    void noNames(String name) {
        assertFalse(Texts.isName(name), name);
    }

    /** Whatever letters of whatever script: a name stays a name, and cleaning it twice is cleaning it once. */
    @Test
    void generatedNames() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
            StringBuilder typed = new StringBuilder();
            int length = 1 + random.nextInt(40);
            typed.append(alphabet.charAt(0));
            for (int j = 0; j < length; j++) {
                typed.append(alphabet.charAt(random.nextInt(alphabet.length())));
                if (random.nextInt(6) == 0) {
                    typed.append("  -’' ".charAt(random.nextInt(6)));
                }
            }
            String padded = " ".repeat(random.nextInt(3)) + typed + "\u00a0";
            String clean = Texts.clean(padded);
            assertTrue(Texts.isName(clean), clean);
            assertEquals(clean, Texts.clean(clean));
            assertTrue(Normalizer.isNormalized(clean, Normalizer.Form.NFC));
            assertEquals(clean.strip(), clean);
            String decomposed = Normalizer.normalize(padded, Normalizer.Form.NFD);
            assertEquals(clean, Texts.clean(decomposed), "the same name in another form");
            assertEquals(Names.folded(clean), Names.folded(decomposed.toUpperCase(java.util.Locale.ROOT)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Brandford, BRANDFORD",
        "Élodie, elodie",
        "O’Neill, O'NEILL",
        "Jean-Luc, jean luc",
        "Strauß, STRAUSS",
        "Nguyễn, NGUYEN",
        "de  la Cruz, De La Cruz"
    })
    void spellingsOfOneName(String one, String other) {
        assertEquals(Names.folded(one), Names.folded(other));
    }

    @Test
    void otherNamesStayOthers() {
        assertFalse(Names.folded("Brandford").equals(Names.folded("Brandfort")));
        assertFalse(Names.folded("王").equals(Names.folded("李")));
        assertFalse(Names.folded("محمد").isEmpty());
    }
}
