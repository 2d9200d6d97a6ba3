package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIContractException;
import java.io.IOException;
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
        return ContractBuild.forVertx(Await.of(Contract.load(vertx)).source().toString());
    }

    private static Map<String, String> operations(OpenAPIContract model) {
        return model.operations().stream()
                .map(OperationSpec::of)
                .collect(Collectors.toMap(OperationSpec::id, OperationSpec::toString));
    }

    @Test
    void theContractIsReadAsVertxWouldReadIt() throws IOException {
        OpenAPIContract checked = Await.of(ContractBuild.checked(vertx, contract()));
        assertEquals(
                operations(checked), operations(Await.of(Contract.load(vertx)).model()));
    }

    @Test
    void aBrokenContractIsRefused() throws IOException {
        JsonObject broken = contract();
        broken.remove("info");
        assertThrows(OpenAPIContractException.class, () -> Await.of(ContractBuild.checked(vertx, broken)));
    }
}
