package org.creneau.ops;

/**
 * Something that must never be.
 *
 * @param invariant which one, in a word or two
 * @param detail what was found
 */
public record Violation(String invariant, String detail) {

    @Override
    public String toString() {
        return invariant + ": " + detail;
    }
}
