package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactFormTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.AZaz09-_", "-._.0"})
    void threePartsInBase64Url(String token) {
        assertTrue(CompactForm.matches(token));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "a.b",
                "a.b.",
                ".b.c",
                "a..c",
                "a.b.c.",
                "a.b.c.d",
                ".a.b.c",
                "a.b.c=",
                "a.b+.c",
                "a.b/.c",
                " a.b.c",
                "a.b.c ",
                "a.b.c\n",
                "a\u0000.b.c",
                "é.b.c",
                "a.b.\uFF41",
                "a,b.c.d"
            })
    void everythingElseIsNot(String token) {
        assertFalse(CompactForm.matches(token));
    }
}
