package org.creneau.core;

import org.jspecify.annotations.Nullable;

/**
 * One field that a rule refuses.
 *
 * @param pointer JSON pointer into the body ({@code /password}), or {@code ?name} for a query parameter
 * @param code key of the text in {@code i18n/} ({@code password-composition})
 * @param expected what the text says would be good: a bound, the choices, an example
 */
public record FieldProblem(
        String pointer, String code, @Nullable String expected) {

    public FieldProblem(String pointer, String code) {
        this(pointer, code, null);
    }
}
