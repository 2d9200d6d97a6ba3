package org.creneau.testkit;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What people fill in to register: valid, in a few variations. */
public final class Forms {

    private static final AtomicInteger NUMBERS = new AtomicInteger(10_000_000);

    private Forms() {}

    /** A number of eight digits that nobody else has in this JVM. */
    public static String newNumber() {
        return String.valueOf(NUMBERS.incrementAndGet());
    }

    /** Bernard Brandford of the guide, with a number of his own. */
    public static JsonObject registration() {
        return new JsonObject()
                .put("status", status())
                .put("identity", identity())
                .put("contact", contact())
                .put("complementary", new JsonObject().put("french", true))
                .put("declaration", new JsonObject().put("accepted", true).put("version", "1"));
    }

    public static JsonObject status() {
        return new JsonObject().put("status", "resident-permanent").put("statusGrantedOn", "2012-09-13");
    }

    public static JsonObject identity() {
        return new JsonObject()
                .put("familyName", "Brandford")
                .put("givenName", "Bernard")
                .put("birthDate", "1978-05-05")
                .put("sex", "M")
                .put("cicNumber", newNumber())
                .put("email", "bernard.brandford@example.org");
    }

    public static JsonObject contact() {
        return new JsonObject()
                .put("street", "600, 10e rue")
                .put("town", "quebec")
                .put("postalCode", "G1J 2N7")
                .put("homePhone", "418 832-4444");
    }

    /** The same with another value in a step; null takes the field away. */
    public static JsonObject with(JsonObject form, String step, String field, @Nullable Object value) {
        JsonObject changed = form.copy();
        JsonObject part = changed.getJsonObject(step);
        if (value == null) {
            part.remove(field);
        } else {
            part.put(field, value);
        }
        return changed;
    }
}
