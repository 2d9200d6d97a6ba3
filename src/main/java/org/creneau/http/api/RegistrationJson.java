package org.creneau.http.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.creneau.client.ClientFile;
import org.creneau.client.Options;
import org.creneau.client.Options.Choice;
import org.creneau.client.Options.Menu;
import org.creneau.client.Registrations.Draft;
import org.creneau.client.Step;
import org.creneau.core.LocalText;
import org.creneau.http.Times;
import org.jspecify.annotations.Nullable;

/** Registrations as JSON: a {@code Registration} of the contract. Not to be logged. */
final class RegistrationJson {

    private static final String EMPTY_STATE = "NONE";

    private RegistrationJson() {}

    static JsonObject of(ClientFile file, Options options, Locale locale) {
        JsonObject contact = file.contact().json().put("email", file.identity().email());
        JsonObject json = new JsonObject()
                .put("state", "REGISTERED")
                .put("missing", new JsonArray())
                .put("clientNumber", String.valueOf(file.number()))
                .put("version", file.version())
                .put("registeredAt", Times.in(file.registeredAt(), ZoneOffset.UTC))
                .put("updatedAt", Times.in(file.updatedAt(), ZoneOffset.UTC))
                .put("residenceInQuebec", file.contact().inQuebec())
                .put(Step.STATUS.key(), file.status().json())
                .put(Step.IDENTITY.key(), file.identity().json())
                .put(Step.CONTACT.key(), contact)
                .put(Step.COMPLEMENTARY.key(), file.complementary().json());
        if (file.declarationVersion() != null) {
            json.put(Step.DECLARATION.key(), declaration(file));
        }
        return json.put("names", names(json, options, locale));
    }

    private static JsonObject declaration(ClientFile file) {
        JsonObject json = new JsonObject().put("version", file.declarationVersion());
        if (file.declaredAt() != null) {
            json.put("acceptedAt", Times.in(file.declaredAt(), ZoneOffset.UTC));
        }
        return json;
    }

    static JsonObject of(Draft draft, Options options, Locale locale) {
        JsonArray missing = new JsonArray();
        draft.missing().forEach(step -> missing.add(step.key()));
        JsonObject json = new JsonObject()
                .put("state", draft.steps().isEmpty() ? EMPTY_STATE : "DRAFT")
                .put("missing", missing);
        if (draft.savedAt() != null) {
            json.put("updatedAt", Times.in(draft.savedAt(), ZoneOffset.UTC));
        }
        json.mergeIn(draft.steps());
        JsonObject declaration = json.getJsonObject(Step.DECLARATION.key());
        if (declaration != null) {
            json.put(Step.DECLARATION.key(), new JsonObject().put("version", declaration.getString("version")));
        }
        return json.put("names", names(json, options, locale));
    }

    /** What the ids in it are called; an id that is in no list any more has no name. */
    private static JsonObject names(JsonObject json, Options options, Locale locale) {
        JsonObject names = new JsonObject();
        Options.Status status = options.statuses().get(text(json, Step.STATUS, "status"));
        if (status != null) {
            names.put("status", status.name().in(locale));
        }
        put(names, "town", options.towns(), text(json, Step.CONTACT, "town"), locale);
        put(names, Menu.HEARD_FROM, "heardFrom", json, options, locale);
        put(names, Menu.OCCUPATION_FIELD, "occupationField", json, options, locale);
        put(names, Menu.SCHOOLING, "schooling", json, options, locale);
        return names;
    }

    private static void put(
            JsonObject names, Menu menu, String field, JsonObject json, Options options, Locale locale) {
        Map<String, Choice> choices = options.menus().getOrDefault(menu, Map.of());
        put(names, field, choices, text(json, Step.COMPLEMENTARY, field), locale);
    }

    private static void put(JsonObject names, String field, Map<String, Choice> choices, String id, Locale locale) {
        Choice choice = choices.get(id);
        if (choice != null) {
            LocalText name = choice.name();
            names.put(field, name.in(locale));
        }
    }

    private static String text(JsonObject json, Step step, String field) {
        @Nullable JsonObject part = json.getJsonObject(step.key());
        return part == null ? "" : part.getString(field, "");
    }
}
