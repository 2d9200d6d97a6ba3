package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIContractException;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the build does with the contract, and what a node makes of it. */
class ContractTest {

    private static final Vertx vertx = Vertx.vertx();

    @AfterAll
    static void close() {
        Await.of(vertx.close());
    }

    private static JsonObject contract() throws IOException {
        return ContractFile.forVertx(Await.of(Contract.load(vertx)).source().toString());
    }

    private static Map<String, String> operations(OpenAPIContract model) {
        return model.operations().stream()
                .map(OperationSpec::of)
                .collect(Collectors.toMap(OperationSpec::id, OperationSpec::toString));
    }

    @Test
    void theContractIsReadAsVertxWouldReadIt() throws IOException {
        OpenAPIContract checked = Await.of(ContractFile.checked(vertx, contract()));
        assertEquals(
                operations(checked), operations(Await.of(Contract.load(vertx)).model()));
    }

    /** Answers are checked by it in tests. */
    @Test
    void answersAreJudgedAsByVertxsModel() throws IOException {
        OpenAPIContract checked = Await.of(ContractFile.checked(vertx, contract()));
        OpenAPIContract read = Await.of(Contract.load(vertx)).model();
        for (String answer : List.of("{\"status\": \"ok\"}", "{\"status\": 1}", "{}", "[]")) {
            assertEquals(verdict(checked, answer), verdict(read, answer), answer);
        }
        assertEquals("", verdict(read, "{\"status\": \"ok\"}"));
        assertNotEquals("", verdict(read, "{\"status\": 1}"));
    }

    private static String verdict(OpenAPIContract model, String answer) {
        ValidatableResponse response = ValidatableResponse.create(200, Buffer.buffer(answer), "application/json");
        return Await.of(ResponseValidator.create(vertx, model)
                .validate(response, "ping")
                .map("")
                .otherwise(Throwable::toString));
    }

    /** As it may be where something else than the build has copied the one, and not made the other. */
    @Test
    void whatWasMadeOfAnotherContractIsRefused() {
        Buffer published = Await.of(Contract.load(vertx)).source();
        Buffer made = Await.of(ContractFile.of(vertx, published));
        assertEquals(published, Contract.of(published, made).source());
        Buffer changed = published.copy().appendString("# changed\n");
        assertThrows(IllegalStateException.class, () -> Contract.of(changed, made));
    }

    @Test
    void aBrokenContractIsRefused() throws IOException {
        JsonObject broken = contract();
        broken.remove("info");
        assertThrows(OpenAPIContractException.class, () -> Await.of(ContractFile.checked(vertx, broken)));
    }
}
