package org.creneau.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON; a component that is null is left out. Reads JSON to the letter (RFC 8259): UTF-8 only, no name
 * twice in an object, nothing behind the value, so that nobody before us can have read it differently.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    private Json() {}

    /** An object, an array, a simple value, or null; fails when the bytes are not JSON. */
    public static @Nullable Object read(Buffer bytes) throws IOException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes()));
        return wrapped(READER.<@Nullable Object>readValue(text.toString()));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object wrapped(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return new JsonObject((Map<String, Object>) object);
        }
        return value instanceof List<?> array ? new JsonArray(array) : value;
    }

    public static Buffer write(Object content) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + content.getClass().getSimpleName(), e);
        }
    }
}
