package org.creneau.loadtest.rush;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads single fields out of JSON without building anything from the rest of it. */
final class Fields {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Fields() {}

    /** A slot in a list. */
    record Listed(UUID id, int left) {}

    /** A text field of the outermost object; null when there is none, or no JSON. */
    static @Nullable String text(Buffer json, String field) {
        try (JsonParser parser = FACTORY.createParser(json.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = field.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The slots of a page; null when it is none. */
    static @Nullable List<Listed> slots(Buffer json) {
        try (JsonParser parser = FACTORY.createParser(json.getBytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = "items".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (wanted && value == JsonToken.START_ARRAY) {
                    return items(parser);
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static List<Listed> items(JsonParser parser) throws IOException {
        List<Listed> items = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String id = "";
            int left = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getText();
                    case "left" -> left = parser.getIntValue();
                    default -> parser.skipChildren();
                }
            }
            items.add(new Listed(UUID.fromString(id), left));
        }
        return items;
    }
}
