package org.creneau.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a setting may be: how the text of an environment variable is read, what is taken, how it is described. */
final class SettingType {

    /** Takes exactly what is meant: no text for a number, no number for a text, nothing missing or unknown. */
    static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> Stream.of(
                                    CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)
                            .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .build();

    /** The words of YAML 1.1, so that a variable may say what the file may say. */
    private static final Map<String, Boolean> WORDS =
            Map.of("true", true, "on", true, "yes", true, "false", false, "off", false, "no", false);

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class);

    private SettingType() {}

    /** The value that an environment variable stands for; what cannot be read stays text, for {@link #takes} to refuse. */
    static Object fromText(SettingName name, String text) {
        Class<?> type = name.component().getType();
        if (type == List.class) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
        if (type == boolean.class) {
            Boolean word = WORDS.get(text.strip().toLowerCase(Locale.ROOT));
            return word == null ? text : word;
        }
        if (WHOLE.contains(type)) {
            try {
                return Long.valueOf(text.strip());
            } catch (NumberFormatException notOne) {
                return text;
            }
        }
        return text;
    }

    /** Whether a value has the type and lies in the range of its setting. */
    static boolean takes(SettingName name, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return false;
        }
        Range range = name.component().getAnnotation(Range.class);
        if (range != null && !(value.canConvertToLong() && inside(range, value.asLong()))) {
            return false;
        }
        try {
            STRICT.readerFor(STRICT.constructType(name.component().getGenericType()))
                    .readValue(value);
            return true;
        } catch (JsonProcessingException wrongType) {
            return false;
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible); // nothing is read from anywhere
        }
    }

    private static boolean inside(Range range, long value) {
        return value >= range.min() && value <= range.max();
    }

    /** "a whole number from 0 to 65535", "true or false", … */
    static String describe(SettingName name) {
        Class<?> type = name.component().getType();
        Range range = name.component().getAnnotation(Range.class);
        if (range != null) {
            return "a whole number from " + range.min() + " to " + range.max();
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        return type == List.class
                ? "a list of texts (in a variable: separated by commas)"
                : "a text (in YAML: in quotes)";
    }
}
