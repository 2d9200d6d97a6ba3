package org.creneau.http;

import java.util.List;
import org.creneau.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457), as JSON.
 *
 * @param type names the kind of problem, like {@code code}
 * @param errors the bad fields of a {@code validation}
 * @param instance names the occurrence of an {@code internal} in the log
 * @param opensAt when a {@code slot-not-open} opens
 * @param contactCentre who helps whoever is {@code locked}, {@code already-registered} or needs an authorization code
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable List<FieldError> errors,
        @Nullable String instance,
        @Nullable String opensAt,
        @Nullable ContactCentre contactCentre) {

    /** Its telephone numbers. */
    record ContactCentre(String montreal, String elsewhere, String abroad) {
        static ContactCentre of(Settings.ContactCentre settings) {
            return new ContactCentre(settings.montreal(), settings.elsewhere(), settings.abroad());
        }

        /** The text with its numbers in it. */
        String in(String text) {
            return text.replace("{montreal}", montreal)
                    .replace("{elsewhere}", elsewhere)
                    .replace("{abroad}", abroad);
        }
    }

    /** One bad field. */
    record FieldError(String pointer, String code, String detail) {}
}
