package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.creneau.core.Page.Start;
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
    void withoutACursorAListBegins() {
        assertEquals(Optional.of(new Start<Long>(null)), Start.ofNumber(null));
        assertEquals(Optional.of(new Start<UUID>(null)), Start.ofId(null));
    }

    @Test
    void aCursorIsReadAgain() {
        assertEquals(Optional.of(new Start<>(9_007_199_254_740_993L)), Start.ofNumber("9007199254740993"));
        String id = "0190163d-8694-739b-aea5-966c26f8ad91";
        assertEquals(Optional.of(new Start<>(UUID.fromString(id))), Start.ofId(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " 1", "-1", "1.0", "one", "9223372036854775808", "0190163d-8694-739b-aea5-966c26f8ad91"})
    void whatIsNoNumberIsNoCursorOfOurs(String cursor) {
        assertEquals(Optional.empty(), Start.ofNumber(cursor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "0190163D-8694-739B-AEA5-966C26F8AD91"})
    void whatIsNoIdIsNoCursorOfOurs(String cursor) {
        assertEquals(Optional.empty(), Start.ofId(cursor));
    }

    @Test
    void aListInMemoryIsReadToItsEnd() {
        List<String> all = List.of("a", "b", "c");
        Page<String> first = Page.part(all, 2, new Start<>(null));
        assertEquals(new Page<>(List.of("a", "b"), "2"), first);
        assertEquals(
                new Page<>(List.of("c"), null),
                Page.part(all, 2, Start.ofNumber(first.nextCursor()).orElseThrow()));
    }

    @Test
    void behindTheEndIsNothing() {
        assertEquals(new Page<>(List.of(), null), Page.part(List.of("a"), 2, new Start<>(Long.MAX_VALUE)));
    }
}
