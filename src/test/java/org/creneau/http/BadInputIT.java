package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad input of every kind, made from the contract for every operation: the right problem, and no feature hears of it. */
class BadInputIT {

    private static FakeFeatures features;
    private static ContractClient client;
    private static Contract contract;

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

    /** Parameters that take letters of any script: a town's, a person's. */
    private static final Set<String> NAMES = Set.of("?q", "?familyName", "?givenName");

    private static Stream<Operation> operations() {
        return contract.model().operations().stream();
    }

    private static Stream<Operation> withBody() {
        return operations().filter(operation -> operation.getRequestBody() != null && !takesFile(operation));
    }

    private static boolean takesFile(Operation operation) {
        return operation.getRequestBody() != null
                && operation.getRequestBody().getContent().containsKey(Contract.CSV);
    }

    private static Stream<Operation> secured() {
        return operations()
                .filter(operation -> !operation.getSecurityRequirements().isEmpty());
    }

    private static String path(Operation operation) {
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
    private static Request bare(Operation operation) {
        Request request = client.request(operation.getHttpMethod(), path(operation));
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.HEADER && parameter.isRequired())
                .forEach(parameter -> request.header(
                        parameter.getName(), parameter.getOpenAPIModel().getString("example")));
        return request;
    }

    private static Request withToken(Operation operation) {
        Request request = bare(operation);
        return operation.getSecurityRequirements().isEmpty() ? request : request.token(FakeFeatures.token(operation));
    }

    private static JsonObject schema(Operation operation) {
        MediaType json = operation.getRequestBody().getContent().get(MediaType.APPLICATION_JSON);
        return (JsonObject) Objects.requireNonNull(json).getSchema();
    }

    private static JsonObject validBody(Operation operation) {
        JsonObject body = new JsonObject(example(schema(operation)).encode());
        if (operation.getOperationId().equals("remindUserCode")) {
            body.remove("clientNumber"); // one of the three is allowed
            body.remove("email");
        }
        return body;
    }

    private static JsonObject example(JsonObject schema) {
        JsonObject body = new JsonObject();
        JsonObject properties = schema.getJsonObject("properties");
        names(properties).forEach(name -> {
            JsonObject property = properties.getJsonObject(name);
            body.put(name, property.containsKey("properties") ? example(property) : property.getValue("example"));
        });
        return body;
    }

    private static JsonArray required(JsonObject schema) {
        return schema.getJsonArray("required", new JsonArray());
    }

    private static Stream<String> names(JsonObject properties) {
        return properties.fieldNames().stream().filter(name -> !name.startsWith("__"));
    }

    private static Request valid(Operation operation) {
        return withBody(withToken(operation), operation);
    }

    private static Request withBody(Request request, Operation operation) {
        if (takesFile(operation)) {
            return request.body(Buffer.buffer("type,location\n"), "text/csv");
        }
        return operation.getRequestBody() == null ? request : request.json(validBody(operation));
    }

    private static DynamicTest test(Operation operation, String what, Consumer<Operation> check) {
        return dynamicTest(operation.getOperationId() + ": " + what, () -> {
            int before = features.commands.get();
            check.accept(operation);
            assertEquals(before, features.commands.get(), "a feature heard of it");
        });
    }

    private static void refused(Response response, String pointer, String code) {
        JsonArray errors = response.expect(400, "validation").getJsonArray("errors");
        assertTrue(
                errors.stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(error ->
                                pointer.equals(error.getString("pointer")) && code.equals(error.getString("code"))),
                () -> "expected " + code + " at \"" + pointer + "\", got " + errors);
    }

    /** The control: without a fault every operation answers what the contract promises. */
    @TestFactory
    Stream<DynamicTest> validRequestsAreServed() {
        return operations()
                // A stream has no end; it has a test of its own.
                .filter(operation -> !operation.getOperationId().equals("watchSlots"))
                .map(operation -> dynamicTest(operation.getOperationId(), () -> {
                    Request request = valid(operation);
                    if (operation.getOperationId().equals("listPartnerBookings")) {
                        request.query("slot", FakeFeatures.SLOT.toString()); // or the client
                    }
                    int status = request.await().status();
                    assertTrue(status >= 200 && status < 300, () -> "got " + status);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aBodyWhereTheContractHasNone() {
        return operations()
                .filter(operation -> operation.getRequestBody() == null)
                .map(one -> test(one, "junk in a body", operation -> {
                    Buffer junk = Buffer.buffer("{\"junk\":true}");
                    Response response =
                            withToken(operation).body(junk, "application/json").await();
                    refused(response, "", "unknown");
                }));
    }

    @TestFactory
    Stream<DynamicTest> unknownQueryParameters() {
        return operations()
                .map(operation -> test(operation, "?nonsense", op -> {
                    Request request = valid(op).query("nonsense", "1");
                    refused(request.await(), "?nonsense", "unknown");
                }));
    }

    @TestFactory
    Stream<DynamicTest> tokens() {
        return secured()
                .flatMap(operation -> Stream.of("", "garbage", "a.b.c", "x".repeat(3000))
                        .map(token -> test(operation, "token of length " + token.length(), op -> {
                            Response response = bare(op).token(token).await();
                            response.expect(401, "unauthenticated");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> noTokenOrAnotherScheme() {
        return secured()
                .flatMap(operation -> Stream.of(
                        test(operation, "no token", op -> {
                            Response response = bare(op).await();
                            response.expect(401, "unauthenticated");
                            assertEquals("Bearer", response.headers().get("WWW-Authenticate"));
                        }),
                        test(
                                operation,
                                "basic",
                                op -> bare(op).header("Authorization", "Basic Z29vZA==")
                                        .await()
                                        .expect(401, "unauthenticated"))));
    }

    @TestFactory
    Stream<DynamicTest> temporaryPasswords() {
        return secured()
                .filter(operation -> !List.of("changePassword", "logOut").contains(operation.getOperationId()))
                .map(operation -> test(operation, "must change password", op -> {
                    Request request = bare(op).token(FakeFeatures.TEMPORARY_TOKEN);
                    Response response = withBody(request, op).await();
                    response.expect(403, "must-change-password");
                }));
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreNoGood() {
        return withBody()
                .flatMap(operation -> Stream.of(
                        test(operation, "none", op -> refused(withToken(op).await(), "", "required")),
                        test(operation, "empty", op -> refused(send(op, ""), "", "required")),
                        test(operation, "cut short", op -> refused(send(op, "{\"slotId\":"), "", "malformed")),
                        test(operation, "not JSON", op -> refused(send(op, "slotId=1"), "", "malformed")),
                        test(operation, "two values", op -> refused(send(op, "{} {}"), "", "malformed")),
                        test(
                                operation,
                                "bad UTF-8",
                                op -> refused(
                                        withToken(op)
                                                .body(
                                                        Buffer.buffer(
                                                                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
                                                        "application/json")
                                                .await(),
                                        "",
                                        "malformed")),
                        test(operation, "too deep", op -> refused(send(op, "[".repeat(5000)), "", "malformed")),
                        test(operation, "long number", op -> refused(send(op, "9".repeat(5000)), "", "malformed")),
                        test(operation, "array", op -> refused(send(op, "[]"), "", "wrong-type")),
                        test(operation, "null", op -> refused(send(op, "null"), "", "wrong-type")),
                        test(operation, "number", op -> refused(send(op, "1e400"), "", "wrong-type")),
                        test(operation, "many unknown fields", op -> {
                            JsonObject body = validBody(op);
                            for (int i = 0; i < 1000; i++) {
                                body.put("x" + i, i);
                            }
                            Response response = send(op, body.encode());
                            refused(response, "/x0", "unknown");
                        }),
                        test(
                                operation,
                                "unspeakable field",
                                op -> refused(
                                        send(op, "{\"a/b~c\\ud800\\u0000\\u202e\\u001b\\u2028\":1}"),
                                        "/a~1b~0c\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD",
                                        "unknown"))));
    }

    private static Response send(Operation operation, String body) {
        return withToken(operation)
                .body(Buffer.buffer(body), "application/json")
                .await();
    }

    @TestFactory
    Stream<DynamicTest> contentTypes() {
        return withBody()
                .flatMap(operation -> Stream.of(
                                "text/plain",
                                "application/x-www-form-urlencoded",
                                "multipart/form-data; boundary=x",
                                "application/json; charset=iso-8859-1",
                                "application/jsonx",
                                ";;;")
                        .map(type -> test(
                                operation,
                                type,
                                op -> withToken(op)
                                        .body(validBody(op).toBuffer(), type)
                                        .await()
                                        .expect(415, "unsupported-media-type"))));
    }

    @TestFactory
    Stream<DynamicTest> compressedBodies() {
        return withBody()
                .map(operation -> test(
                        operation,
                        "gzip",
                        op -> valid(op)
                                .header("Content-Encoding", "gzip")
                                .await()
                                .expect(415, "unsupported-media-type")));
    }

    @TestFactory
    Stream<DynamicTest> oversizedBodies() {
        return withBody()
                .flatMap(operation -> Stream.of(65_537, 5_000_000)
                        .map(size -> test(
                                operation,
                                size + " bytes",
                                op -> withToken(op)
                                        .json(validBody(op).put("x", "x".repeat(size)))
                                        .await()
                                        .expect(413, "payload-too-large"))));
    }

    @TestFactory
    Stream<DynamicTest> everyFieldOfEveryBody() {
        return withBody().flatMap(operation -> {
            List<DynamicTest> tests = new ArrayList<>();
            mutate(operation, schema(operation), "", tests);
            return tests.stream();
        });
    }

    private static void mutate(Operation operation, JsonObject schema, String at, List<DynamicTest> tests) {
        JsonObject properties = schema.getJsonObject("properties");
        tests.add(mutation(operation, at + "/surplus", "unknown", parent -> parent.put("surplus", 1)));
        names(properties).forEach(name -> {
            String pointer = at + '/' + name;
            JsonObject property = properties.getJsonObject(name);
            if (required(schema).contains(name)) {
                tests.add(mutation(operation, pointer, "required", parent -> parent.remove(name)));
            }
            Object wrong = List.of("integer", "number").contains(property.getString("type")) ? "17" : 17;
            tests.add(mutation(operation, pointer, "wrong-type", parent -> parent.put(name, wrong)));
            Object nested = property.containsKey("properties") ? new JsonArray() : new JsonObject();
            tests.add(mutation(operation, pointer, "wrong-type", parent -> parent.put(name, nested)));
            tests.add(mutation(operation, pointer, "wrong-type", parent -> parent.putNull(name)));
            if (property.containsKey("maxLength")) {
                String text = "a".repeat(property.getInteger("maxLength") + 1);
                tests.add(mutation(operation, pointer, "too-long", parent -> parent.put(name, text)));
            }
            if (property.getInteger("minLength", 0) > 0) {
                tests.add(mutation(operation, pointer, "too-short", parent -> parent.put(name, "")));
            }
            if (property.containsKey("properties")) {
                mutate(operation, property, pointer, tests);
            }
            if (property.containsKey("items")) {
                if (property.getInteger("minItems", 0) > 0) {
                    tests.add(mutation(operation, pointer, "too-few", parent -> parent.put(name, new JsonArray())));
                }
                tests.add(mutation(
                        operation,
                        pointer,
                        "too-many",
                        parent -> parent.put(
                                name, new JsonArray(Collections.nCopies(property.getInteger("maxItems") + 1, 1)))));
                if (property.getJsonObject("items").containsKey("properties")) {
                    mutate(operation, property.getJsonObject("items"), pointer + "/0", tests);
                }
            }
        });
    }

    /** Spoils the object that holds the field. */
    private static DynamicTest mutation(Operation operation, String pointer, String code, Consumer<JsonObject> spoil) {
        return test(operation, pointer + " " + code, op -> {
            JsonObject body = validBody(op);
            JsonObject parent = body;
            String[] steps = pointer.substring(1).split("/", -1);
            for (int i = 0; i + 1 < steps.length; i++) {
                Object child = parent.getValue(steps[i]);
                parent = child instanceof JsonArray array
                        ? array.getJsonObject(Integer.parseInt(steps[++i]))
                        : (JsonObject) child;
            }
            spoil.accept(parent);
            refused(send(op, body.encode()), pointer, code);
        });
    }

    @TestFactory
    Stream<DynamicTest> everyQueryParameter() {
        return operations()
                .flatMap(operation -> operation.getParameters().stream()
                        .filter(parameter -> parameter.getIn() == Location.QUERY)
                        .flatMap(parameter -> {
                            String pointer = '?' + parameter.getName();
                            String good =
                                    String.valueOf(parameter.getOpenAPIModel().getValue("example"));
                            return Stream.concat(
                                    Stream.of(test(
                                            operation,
                                            pointer + " twice",
                                            op -> refused(
                                                    valid(op)
                                                            .query(parameter.getName(), good)
                                                            .query(parameter.getName(), good)
                                                            .await(),
                                                    pointer,
                                                    "repeated"))),
                                    Stream.of(
                                                    "",
                                                    "é",
                                                    "a b\u0000",
                                                    "'; drop table slot; --",
                                                    "x".repeat(1000),
                                                    "[1]",
                                                    "a,b")
                                            .filter(bad -> !(NAMES.contains(pointer) && bad.equals("é")))
                                            .map(bad -> test(operation, pointer + " " + bad.length(), op -> {
                                                JsonArray errors = valid(op)
                                                        .query(parameter.getName(), bad)
                                                        .await()
                                                        .expect(400, "validation")
                                                        .getJsonArray("errors");
                                                assertEquals(1, errors.size());
                                                assertEquals(
                                                        pointer,
                                                        errors.getJsonObject(0).getString("pointer"));
                                            })));
                        }));
    }

    private static boolean hasReadableIds(Operation operation) {
        String path = operation.getOpenAPIPath();
        return path.contains("{organisationId}")
                || path.contains("{locationId}")
                || path.startsWith("/staff/appointment-types/");
    }

    @TestFactory
    Stream<DynamicTest> idsThatCannotBeOurs() {
        return operations()
                .filter(operation -> operation.getOpenAPIPath().contains("{"))
                .flatMap(operation -> Stream.of(
                                "0",
                                "nonsense",
                                "%00",
                                "..%2f..%2fetc",
                                "%F0%9F%98%80",
                                "01960A5C-7A31-7CC1-8D2E-0E6A5F0B9C10",
                                "1-1-1-1-1",
                                "x".repeat(2000))
                        // Some have readable ids, which these could be.
                        .filter(id -> !hasReadableIds(operation) || !id.matches("[a-z0-9-]{1,64}"))
                        .map(id -> test(operation, id, op -> {
                            String path = op.getOpenAPIPath().replaceAll("\\{[^}]*}", id);
                            Request request = client.request(op.getHttpMethod(), path);
                            if (!op.getSecurityRequirements().isEmpty()) {
                                request.token(FakeFeatures.token(op));
                            }
                            if (op.getRequestBody() != null) {
                                request.json(validBody(op));
                            }
                            request.await().expect(404, "not-found");
                        })));
    }

    @Test
    void ranges() {
        for (String limit :
                List.of("0", "101", "-1", "99999999999", "999999999999999999999", "1.5", "ten", "+1", " 1")) {
            JsonObject problem =
                    client.get("/slots").query("limit", limit).await().expect(400, "validation");
            assertEquals(
                    "?limit", problem.getJsonArray("errors").getJsonObject(0).getString("pointer"));
        }
        for (String day : List.of("2026-02-30", "2026-13-01", "0000-00-00", "9999-99-99", "tomorrow", "2026-3-1")) {
            refused(
                    client.get("/slots").query("from", day).await(),
                    "?from",
                    day.length() == 10 ? "wrong-format" : "too-short");
        }
        refused(
                client.get("/slots")
                        .query("from", "2026-03-02")
                        .query("to", "2026-03-01")
                        .await(),
                "?to",
                "before-from");
        refused(client.get("/slots").query("available", "yes").await(), "?available", "wrong-type");
        refused(client.get("/organisations").query("near", "Z9Z 9Z9").await(), "?near", "unknown-postal-code");
        for (String path : List.of("/appointment-types", "/organisations")) {
            refused(client.get(path).query("cursor", "zzzz").await(), "?cursor", "invalid-cursor");
        }
    }

    @Test
    void idempotencyKeys() {
        JsonObject body = new JsonObject().put("slotId", FakeFeatures.SLOT.toString());
        for (String key : List.of("x".repeat(65), "with space", "é")) {
            Response response = client.post("/bookings")
                    .token(FakeFeatures.TOKEN)
                    .key(key)
                    .json(body)
                    .await();
            refused(response, "#Idempotency-Key", key.length() > 64 ? "too-long" : "wrong-format");
        }
    }

    @Test
    void nothingAboutTheInsideIsTold() {
        Response response = client.get("/me").token("breaks").await();
        JsonObject problem = response.expect(500, "internal");
        assertFalse(problem.encode().contains("secret"));
        assertTrue(problem.getString("instance").startsWith("urn:uuid:"));
        response = client.get("/me").token("keys-out-of-reach").await();
        response.expect(503, "unavailable");
        assertEquals("1", response.headers().get("Retry-After"));
    }
}
