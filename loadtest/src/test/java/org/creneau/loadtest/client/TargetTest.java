package org.creneau.loadtest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void readsAddresses() {
        assertEquals(new Target("localhost", 8080), Target.parse("http://localhost:8080"));
        assertEquals(new Target("127.0.0.1", 80), Target.parse("http://127.0.0.1/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://localhost", "localhost:8080", "http://localhost:8080/api", "http://a@b", "", "http:// "
            })
    void refusesOthers(String url) {
        assertThrows(IllegalArgumentException.class, () -> Target.parse(url));
    }
}
