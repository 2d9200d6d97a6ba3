package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.List;
import org.creneau.core.FieldProblem;
import org.creneau.testkit.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["code", "answers"], "properties": {
              "code": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"},
              "day": {"type": "string", "format": "date"},
              "kind": {"type": "string", "enum": ["a", "b"]},
              "count": {"type": "integer", "minimum": 1, "maximum": 100},
              "sure": {"type": "boolean"},
              "answers": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
                "type": "object", "additionalProperties": false, "required": ["text"], "properties": {
                  "text": {"type": "string", "maxLength": 3}}}}}}""";

    private static final String GOOD = """
            {"code": "abc", "day": "2026-02-28", "kind": "b", "count": 7, "sure": true, "answers": [{"text": "x"}]}""";

    private static List<FieldProblem> problems(String body) {
        Faults faults = new Faults();
        ShapeCompiler.compile(new JsonObject(SCHEMA)).check(Json.decodeValue(body), "", faults);
        return faults.list();
    }

    @Test
    void goodBodiesPass() {
        assertEquals(List.of(), problems(GOOD));
        assertEquals(List.of(), problems("{\"code\": \"ab\", \"answers\": [{\"text\": \"\"}, {\"text\": \"yes\"}]}"));
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertEquals(
                List.of(
                        new FieldProblem("/code", "required"),
                        new FieldProblem("/count", "too-large", "100"),
                        new FieldProblem("/answers/0/text", "required"),
                        new FieldProblem("/answers/0/texte", "unknown"),
                        new FieldProblem("/answers/1", "wrong-type")),
                problems("{\"count\": 101, \"answers\": [{\"texte\": 1}, null]}"));
    }

    /** Json Schema's own validator and this one must agree on what is good. */
    @Test
    void agreesWithJsonSchema() {
        Validator reference = Validator.create(
                JsonSchema.of(new JsonObject(SCHEMA)),
                new JsonSchemaOptions()
                        .setBaseUri("app://test")
                        .setDraft(Draft.DRAFT4)
                        .setOutputFormat(OutputFormat.Flag));
        List<String> values = List.of(
                "null",
                "true",
                "0",
                "1",
                "100",
                "101",
                "1.5",
                "1e2",
                "12345678901234567890",
                "\"\"",
                "\"a\"",
                "\"ab\"",
                "\"abcd\"",
                "\"abcde\"",
                "\"ABC\"",
                "\"2026-02-28\"",
                "\"2026-02-30\"",
                "\"26-2-1\"",
                "\"\\ud83d\\ude00\\ud83d\\ude00\"",
                "[]",
                "{}",
                "[{}]",
                "[{\"text\":\"x\"}]",
                "[{\"text\":\"xxxx\"}]",
                "[{\"text\":\"x\"},{\"text\":\"x\"}]",
                "[1,2,3]");
        for (String field : List.of("code", "day", "kind", "count", "sure", "answers", "other")) {
            for (String value : values) {
                JsonObject body = new JsonObject(GOOD).put(field, Json.decodeValue(value));
                assertEquals(
                        reference.validate(body).getValid(),
                        problems(body.encode()).isEmpty(),
                        field + " = " + value);
            }
        }
    }

    @Test
    void whatCouldNotBeCheckedIsRefusedAtTheStart() {
        for (String schema : List.of(
                "{\"type\": \"string\", \"format\": \"ipv4\"}",
                "{\"type\": \"string\", \"const\": \"x\"}",
                "{\"type\": \"object\", \"properties\": {}}",
                "{\"type\": \"number\", \"multipleOf\": 2}",
                "{\"oneOf\": []}")) {
            assertThrows(IllegalArgumentException.class, () -> ShapeCompiler.compile(new JsonObject(schema)), schema);
        }
    }

    private static List<String> faults(String schema, String value) {
        Faults faults = new Faults();
        ShapeCompiler.compile(new JsonObject(schema)).check(Json.decodeValue(value), "/it", faults);
        return faults.list().stream().map(problem -> problem.code()).toList();
    }

    @Test
    void numbersHaveBounds() {
        String schema = "{\"type\": \"number\", \"minimum\": -90, \"maximum\": 90}";
        assertEquals(List.of(), faults(schema, "45.5"));
        assertEquals(List.of(), faults(schema, "-90"));
        assertEquals(List.of("too-small"), faults(schema, "-90.001"));
        assertEquals(List.of("too-large"), faults(schema, "91"));
        assertEquals(List.of("wrong-type"), faults(schema, "1e999"));
        assertEquals(List.of("wrong-type"), faults(schema, "\"45\""));
    }

    @Test
    void whatWouldBeGoodIsSaid() {
        assertEquals("4", expected("{\"type\": \"string\", \"maxLength\": 4}", "\"abcde\""));
        assertEquals("-90", expected("{\"type\": \"number\", \"minimum\": -90}", "-91.5"));
        assertEquals("b, a", expected("{\"type\": \"string\", \"enum\": [\"b\", \"a\"]}", "\"c\""));
        assertEquals("2026-03-31", expected("{\"type\": \"string\", \"format\": \"date\"}", "\"31.3.2026\""));
    }

    private static @Nullable String expected(String schema, String value) {
        Faults faults = new Faults();
        ShapeCompiler.compile(new JsonObject(schema)).check(Json.decodeValue(value), "/it", faults);
        return faults.list().get(0).expected();
    }

    @Test
    void timesHaveAnOffset() {
        String schema = "{\"type\": \"string\", \"format\": \"date-time\"}";
        assertEquals(List.of(), faults(schema, "\"2026-03-02T12:00:00-05:00\""));
        assertEquals(List.of(), faults(schema, "\"2026-03-02T12:00:00.25Z\""));
        assertEquals(List.of("wrong-format"), faults(schema, "\"2026-03-02T12:00:00\""));
        assertEquals(List.of("wrong-format"), faults(schema, "\"2026-02-30T12:00:00Z\""));
        assertEquals(List.of("wrong-format"), faults(schema, "\"2026-03-02\""));
    }

    /** ECMA-262's {@code $}, unlike Java's, lets no line break pass. */
    @Test
    void patternsHoldToTheLastCharacter() {
        String schema = "{\"type\": \"string\", \"pattern\": \"^[0-9]+$\"}";
        assertEquals(List.of(), faults(schema, "\"52184\""));
        assertEquals(List.of("wrong-format"), faults(schema, "\"52184\\n\""));
        String priced = "{\"type\": \"string\", \"pattern\": \"^[0-9]+\\\\$\"}";
        assertEquals(List.of(), faults(priced, "\"5$\""));
    }

    @Test
    void theContractItselfCompiles() {
        Vertx vertx = Vertx.vertx();
        try {
            assertFalse(Await.of(Contract.load(vertx)).operations().isEmpty());
        } finally {
            Await.of(vertx.close());
        }
    }
}
