package org.creneau.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457), as JSON.
 *
 * @param type names the kind of problem, like {@code code}
 * @param errors the bad fields of a {@code validation}
 * @param instance names the occurrence of an {@code internal} in the log
 * @param opensAt when a {@code slot-not-open} opens
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable List<FieldError> errors,
        @Nullable String instance,
        @Nullable String opensAt) {

    /** One bad field. */
    record FieldError(String pointer, String code, String detail) {}
}
