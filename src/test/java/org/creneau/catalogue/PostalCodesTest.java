package org.creneau.catalogue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostalCodesTest {

    private final Vertx vertx = Vertx.vertx();
    private final PostalCodes codes = new PostalCodes(vertx);

    @BeforeAll
    void theTableIsReadOnFirstUse() throws Exception {
        assertTrue(find("H2L").isPresent());
    }

    @AfterAll
    void close() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2L 3Z2", "h2l3z2", " H2l-3z2 ", "H2L", "h2l   3z2", "H2 L3\u00a0Z2"})
    void canadianCodesInAnyForm(String code) throws Exception {
        assertEquals(new Coordinates(45.5252f, -73.5744f), find(code).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10001", "10001-1234", " 10001 1234", "100011234"})
    void zipCodesInAnyForm(String code) throws Exception {
        assertEquals(new Coordinates(40.7484f, -73.9967f), find(code).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H2",
                "H2L 3Z",
                "H2L 3Z22",
                "Z9Z 9Z9",
                "1234",
                "123456",
                "00000",
                "E1H",
                "K0H 1A0",
                "é2L",
                "٣٣٣٣٣",
                "H2L                                                   3Z2",
                "'; drop table slot"
            })
    void whatIsNoCodeOrLiesNowhereIsUnknown(String code) throws Exception {
        assertEquals(Optional.empty(), find(code));
    }

    private Optional<Coordinates> find(String code) throws Exception {
        return codes.find(code).await(20, SECONDS);
    }
}
