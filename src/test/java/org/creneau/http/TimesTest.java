package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T17:00:00Z, 2026-03-02T12:00:00-05:00",
        "2026-03-02T17:00:00.250Z, 2026-03-02T12:00:00.250-05:00",
        "2026-03-02T17:00:00.250001Z, 2026-03-02T12:00:00.251-05:00",
        "2026-03-02T17:00:59.999900Z, 2026-03-02T12:01:00.000-05:00"
    })
    void whatOpensIsNotAnnouncedTooEarly(Instant opensAt, String shown) {
        assertEquals(shown, Times.notBefore(opensAt, ZoneId.of("America/Toronto")));
    }
}
