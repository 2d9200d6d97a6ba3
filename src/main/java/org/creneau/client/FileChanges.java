package org.creneau.client;

import io.vertx.core.json.JsonObject;
import org.creneau.client.ClientFiles.Change;
import org.creneau.client.ClientFiles.Section;

/** The sections of a file as the fields that a change names. */
final class FileChanges {

    private static final String FRENCH = "french";
    private static final String EMAIL = "email";

    private FileChanges() {}

    /** The section's fields and their values. */
    static JsonObject json(ClientFile file, Section section) {
        return switch (section) {
            case STATUS -> file.status().json().put(FRENCH, file.complementary().french());
            case CONTACT -> file.contact().json().put(EMAIL, file.identity().email());
            case COMPLEMENTARY -> file.complementary().json();
        };
    }

    /** The file as it would be, in its normal form. */
    static ClientFile apply(ClientFile file, Change change) {
        JsonObject changes = change.changes();
        JsonObject fields = json(file, change.section());
        if (change.section() == Section.STATUS
                && changes.containsKey("status")
                && !changes.getString("status").equals(file.status().id())) {
            fields.remove("statusGrantedOn"); // that of another status (5.3.1: the day of the change is given, too)
        }
        fields.mergeIn(changes);
        String email = file.identity().email();
        return switch (change.section()) {
            case STATUS ->
                file.with(
                        ImmigrationStatus.of(fields),
                        email,
                        file.contact(),
                        file.complementary().withFrench(fields.getBoolean(FRENCH)));
            case CONTACT ->
                file.with(
                        file.status(),
                        fields.getString(EMAIL).strip(),
                        ContactRules.normal(Contact.of(fields)),
                        file.complementary());
            case COMPLEMENTARY ->
                file.with(file.status(), email, file.contact(), ComplementaryRules.normal(Complementary.of(fields)));
        };
    }
}
