package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Test
    void oneMoreThanTheLimitMeansThatTheListGoesOnAfterTheLastOfThePage() {
        assertEquals(new Page<>(List.of(7L, 5L), "5"), Page.cut(List.of(7L, 5L, 4L), 2, id -> id));
    }

    @Test
    void justTheLimitIsTheEnd() {
        assertEquals(new Page<>(List.of(7L, 5L), null), Page.cut(List.of(7L, 5L), 2, id -> id));
    }

    @Test
    void nothingIsAPageToo() {
        assertEquals(new Page<>(List.of(), null), Page.cut(List.<Long>of(), 2, id -> id));
    }

    @Test
    void aCursorThatIsANumberIsReadAgain() {
        assertEquals(Optional.of(9_007_199_254_740_993L), Page.position("9007199254740993"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1.0", "one", "9223372036854775808", "0190163d-8694-739b-aea5-966c26f8ad91"})
    void whatIsNoNumberIsNoCursorOfOurs(String cursor) {
        assertEquals(Optional.empty(), Page.position(cursor));
    }
}
