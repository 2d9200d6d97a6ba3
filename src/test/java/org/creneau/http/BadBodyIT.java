package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.creneau.testkit.ContractClient.Response;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bodies that are not as the contract has them: each field of each. */
class BadBodyIT extends EveryOperation {

    private static JsonArray required(JsonObject schema) {
        return schema.getJsonArray("required", new JsonArray());
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
            boolean measured = !property.getString("format", "").startsWith("date");
            if (property.containsKey("maxLength")) {
                String text = "a".repeat(property.getInteger("maxLength") + 1);
                tests.add(mutation(
                        operation, pointer, measured ? "too-long" : "wrong-format", parent -> parent.put(name, text)));
            }
            if (property.getInteger("minLength", 0) > 0) {
                tests.add(mutation(
                        operation, pointer, measured ? "too-short" : "wrong-format", parent -> parent.put(name, "")));
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
}
