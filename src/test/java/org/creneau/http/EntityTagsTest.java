package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

    @Test
    void theSameBytesHaveTheSameTag() {
        String tag = EntityTags.of(Buffer.buffer("{}"));
        assertEquals(tag, EntityTags.of(Buffer.buffer("{}")));
        assertNotEquals(tag, EntityTags.of(Buffer.buffer("{ }")));
        assertTrue(tag.matches("\"[A-Za-z0-9_-]{20}\""), tag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"a\"            | true",
                "W/\"a\"          | true",
                "*                | true",
                "\"b\", \"a\"     | true",
                "\"b\",W/\"a\"    | true",
                "\"b\"            | false",
                "a                | false",
                "\"aa\"           | false",
                "''               | false",
                "\"              | false"
            })
    void ifNoneMatch(String header, boolean matches) {
        assertEquals(matches, EntityTags.match(header, "\"a\""));
    }
}
