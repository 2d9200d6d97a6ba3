package org.creneau.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a {@link Shape} from a schema of the contract, or refuses what it could not check. */
final class ShapeCompiler {

    /** Says nothing about which values are good. */
    private static final Set<String> ANNOTATIONS = Set.of("type", "description", "example", "default");

    /** How an e-mail address is checked is the account rules' business; a password's format is a hint to forms. */
    private static final Set<String> FREE_FORMATS = Set.of("email", "password", "int32");

    private ShapeCompiler() {}

    static Shape compile(JsonObject schema) {
        String type = schema.getString("type", "");
        return switch (type) {
            case "string" -> text(schema);
            case "integer" -> {
                allow(schema, Set.of("minimum", "maximum", "format"));
                yield new Shape.Whole(
                        schema.getLong("minimum", Long.MIN_VALUE), schema.getLong("maximum", Long.MAX_VALUE));
            }
            case "number" -> {
                allow(schema, Set.of("minimum", "maximum"));
                yield new Shape.Real(
                        schema.getDouble("minimum", -Double.MAX_VALUE), schema.getDouble("maximum", Double.MAX_VALUE));
            }
            case "boolean" -> {
                allow(schema, Set.of());
                yield new Shape.Truth();
            }
            case "array" -> {
                allow(schema, Set.of("items", "minItems", "maxItems"));
                yield new Shape.Items(
                        schema.getInteger("minItems", 0),
                        schema.getInteger("maxItems"),
                        compile(schema.getJsonObject("items")));
            }
            case "object" -> object(schema);
            default -> throw new IllegalArgumentException("a request schema of type \"" + type + "\"");
        };
    }

    private static Shape text(JsonObject schema) {
        allow(schema, Set.of("minLength", "maxLength", "pattern", "format", "enum"));
        String pattern = schema.getString("pattern");
        List<String> oneOf = schema.getJsonArray("enum", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
        return new Shape.Text(
                schema.getInteger("minLength", 0),
                schema.getInteger("maxLength", Integer.MAX_VALUE),
                pattern == null ? null : pattern(pattern),
                format(schema.getString("format", "")),
                oneOf);
    }

    /** As JSON Schema has it (ECMA-262): a final {@code $} is the end, where Java lets a line break follow. */
    private static Pattern pattern(String text) {
        boolean bounded = text.endsWith("$") && !text.endsWith("\\$");
        return Pattern.compile(bounded ? text.substring(0, text.length() - 1) + "\\z" : text);
    }

    private static Shape.Format format(String name) {
        if (name.equals("date")) {
            return Shape.Format.DATE;
        }
        if (name.equals("date-time")) {
            return Shape.Format.DATE_TIME;
        }
        if (name.isEmpty() || FREE_FORMATS.contains(name)) {
            return Shape.Format.ANY;
        }
        throw new IllegalArgumentException("a request schema with the format \"" + name + "\"");
    }

    private static Shape object(JsonObject schema) {
        allow(schema, Set.of("properties", "required", "additionalProperties"));
        if (!Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
            throw new IllegalArgumentException("a request schema that lets unknown fields pass");
        }
        Map<String, Shape> fields = new LinkedHashMap<>();
        JsonObject properties = schema.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
            if (!internal(name)) {
                fields.put(name, compile(properties.getJsonObject(name)));
            }
        }
        List<String> required = schema.getJsonArray("required", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
        return new Shape.Fields(Map.copyOf(fields), required);
    }

    private static void allow(JsonObject schema, Set<String> keywords) {
        for (String keyword : schema.fieldNames()) {
            if (!keywords.contains(keyword) && !ANNOTATIONS.contains(keyword) && !internal(keyword)) {
                throw new IllegalArgumentException("a request schema with the keyword \"" + keyword + "\"");
            }
        }
    }

    /** Notes that the contract's loader leaves in schemas, such as {@code __absolute_uri__}. */
    private static boolean internal(String keyword) {
        return keyword.startsWith("__");
    }
}
