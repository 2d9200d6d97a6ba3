package org.creneau.client;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parts as JSON: in drafts, in the history, and on their way to HTTP. */
final class Values {

    private Values() {}

    /** Names and values in turn; what is null is left out. */
    static JsonObject object(@Nullable Object... namesAndValues) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                json.put(
                        (String) Objects.requireNonNull(namesAndValues[i]),
                        value instanceof LocalDate day ? day.toString() : value);
            }
        }
        return json;
    }

    static @Nullable LocalDate day(JsonObject json, String name) {
        String text = json.getString(name);
        return text == null || text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** What differs: for each field its old and its new value, as far as it has them. */
    static JsonObject difference(JsonObject before, JsonObject after) {
        JsonObject changes = new JsonObject();
        TreeSet<String> names = new TreeSet<>(before.fieldNames());
        names.addAll(after.fieldNames());
        for (String name : names) {
            Object old = before.getValue(name);
            Object now = after.getValue(name);
            if (!Objects.equals(old, now)) {
                changes.put(name, object("old", old, "new", now));
            }
        }
        return changes;
    }
}
