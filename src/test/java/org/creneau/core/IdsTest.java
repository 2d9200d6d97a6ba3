package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void ourOwnAreRead() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = Ids.next();
            assertEquals(Optional.of(id), Ids.parse(id.toString()));
            UUID random = UUID.randomUUID();
            assertEquals(Optional.of(random), Ids.parse(random.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "01960A5C-7A31-7CC1-8D2E-0E6A5F0B9C01",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c0",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c011",
                "01960a5c07a31-7cc1-8d2e-0e6a5f0b9c01",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c-1",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9cg1",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c0/",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c0:",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c0`",
                "01960a5c-7a31-7cc1-8d2e-0e6a5f0b9c0\u0661",
                " 1960a5c-7a31-7cc1-8d2e-0e6a5f0b9c01"
            })
    void nothingElseIs(String text) {
        assertEquals(Optional.empty(), Ids.parse(text));
    }
}
