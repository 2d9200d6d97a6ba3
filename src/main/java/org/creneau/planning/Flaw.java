package org.creneau.planning;

/**
 * Why a draft cannot be published.
 *
 * @param index of the draft among those that came together
 * @param field of the draft, as a pointer without the first slash ({@code segments/0/start})
 * @param code key of the text in {@code i18n/}
 */
record Flaw(int index, String field, String code) {}
