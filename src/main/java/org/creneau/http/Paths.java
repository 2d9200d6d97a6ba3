package org.creneau.http;

import org.jspecify.annotations.Nullable;

/**
 * Paths mean what they say. The router would take {@code //slots}, {@code /slots/}, {@code /x/../slots} and
 * {@code /%73lots} for {@code /slots}; the rules of a proxy in front of us, written for {@code /slots}, would not.
 */
final class Paths {

    private Paths() {}

    /** Whether the router sees this path as it was sent. Nothing that the contract names needs to be escaped. */
    static boolean plain(@Nullable String path) {
        if (path == null) {
            return true; // the router's to refuse
        }
        int length = path.length();
        int segment = 1;
        for (int i = 1; i < length; i++) {
            char c = path.charAt(i);
            if (c == '%' || c == '\\') {
                return false;
            }
            if (c == '/') {
                if (dots(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            }
        }
        return length == 1 || !dots(path, segment, length);
    }

    /** Whether a segment is empty or made of one or two dots. */
    private static boolean dots(String path, int from, int to) {
        int length = to - from;
        return length == 0 || (length <= 2 && path.charAt(from) == '.' && path.charAt(to - 1) == '.');
    }
}
