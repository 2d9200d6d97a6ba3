package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;

/** Calls of every operation of the contract, good but for one thing. */
abstract class EveryOperation {

    static FakeFeatures features;
    static ContractClient client;
    static Contract contract;

    @BeforeAll
    static void start() {
        features = FakeFeatures.start();
        client = ContractClient.create(features.vertx(), features.port());
        contract = Await.of(Contract.load(features.vertx()));
    }

    @AfterAll
    static void stop() {
        client.close();
        features.close();
    }

    static Stream<Operation> operations() {
        return contract.model().operations().stream();
    }

    static Stream<Operation> withBody() {
        return operations().filter(operation -> operation.getRequestBody() != null && !takesFile(operation));
    }

    static boolean takesFile(Operation operation) {
        return operation.getRequestBody() != null
                && operation.getRequestBody().getContent().containsKey(Contract.CSV);
    }

    static String path(Operation operation) {
        String path = operation.getOpenAPIPath();
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getIn() == Location.PATH) {
                path = path.replace(
                        '{' + parameter.getName() + '}',
                        parameter.getOpenAPIModel().getString("example"));
            }
        }
        return path;
    }

    /** A request without token and body. */
    static Request bare(Operation operation) {
        Request request = client.request(operation.getHttpMethod(), path(operation));
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.HEADER && parameter.isRequired())
                .forEach(parameter -> request.header(
                        parameter.getName(), parameter.getOpenAPIModel().getString("example")));
        return request;
    }

    static Request withToken(Operation operation) {
        Request request = bare(operation);
        return operation.getSecurityRequirements().isEmpty() ? request : request.token(FakeFeatures.token(operation));
    }

    static JsonObject schema(Operation operation) {
        MediaType json = operation.getRequestBody().getContent().get(MediaType.APPLICATION_JSON);
        return (JsonObject) Objects.requireNonNull(json).getSchema();
    }

    static JsonObject validBody(Operation operation) {
        JsonObject body = new JsonObject(example(schema(operation)).encode());
        if (operation.getOperationId().equals("remindUserCode")) {
            body.remove("clientNumber"); // one of the three is allowed
            body.remove("email");
        }
        return body;
    }

    static JsonObject example(JsonObject schema) {
        JsonObject body = new JsonObject();
        JsonObject properties = schema.getJsonObject("properties");
        names(properties).forEach(name -> {
            JsonObject property = properties.getJsonObject(name);
            body.put(name, property.containsKey("properties") ? example(property) : property.getValue("example"));
        });
        return body;
    }

    static Stream<String> names(JsonObject properties) {
        return properties.fieldNames().stream().filter(name -> !name.startsWith("__"));
    }

    static Request valid(Operation operation) {
        return withBody(withToken(operation), operation);
    }

    static Request withBody(Request request, Operation operation) {
        if (takesFile(operation)) {
            return request.body(Buffer.buffer("type,location\n"), "text/csv");
        }
        return operation.getRequestBody() == null ? request : request.json(validBody(operation));
    }

    static DynamicTest test(Operation operation, String what, Consumer<Operation> check) {
        return dynamicTest(operation.getOperationId() + ": " + what, () -> {
            int before = features.commands.get();
            check.accept(operation);
            assertEquals(before, features.commands.get(), "a feature heard of it");
        });
    }

    static void refused(Response response, String pointer, String code) {
        JsonArray errors = response.expect(400, "validation").getJsonArray("errors");
        assertTrue(
                errors.stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(error ->
                                pointer.equals(error.getString("pointer")) && code.equals(error.getString("code"))),
                () -> "expected " + code + " at \"" + pointer + "\", got " + errors);
    }
}
