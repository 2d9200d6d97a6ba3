package org.creneau.core;

/**
 * One field that a rule refuses.
 *
 * @param pointer JSON pointer into the body ({@code /password}), or {@code ?name} for a query parameter
 * @param code key of the text in {@code i18n/} ({@code password-composition})
 */
public record FieldProblem(String pointer, String code) {}
