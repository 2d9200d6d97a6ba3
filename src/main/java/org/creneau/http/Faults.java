package org.creneau.http;

import java.util.ArrayList;
import java.util.List;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** The bad fields of one request, as many as a reply names. */
final class Faults {

    private static final int LONGEST_NAME = 64;

    private final List<FieldProblem> problems = new ArrayList<>();

    void add(String pointer, String code) {
        add(pointer, code, null);
    }

    void add(String pointer, String code, @Nullable Object expected) {
        if (problems.size() < Problems.MOST_ERRORS) {
            problems.add(new FieldProblem(pointer, code, expected == null ? null : expected.toString()));
        }
    }

    boolean none() {
        return problems.isEmpty();
    }

    List<FieldProblem> list() {
        return List.copyOf(problems);
    }

    /** A JSON pointer (RFC 6901) one level further down. */
    static String below(String pointer, String name) {
        return pointer + '/' + printable(name).replace("~", "~0").replace("/", "~1");
    }

    static String query(String name) {
        return '?' + printable(name);
    }

    static String header(String name) {
        return '#' + name;
    }

    /** Neither what steers a terminal, nor what turns the order of letters around, nor what is no letter at all. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Names of the contract are, and hardly any request has others. */
    private static boolean isPlain(String name) {
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** A client chooses these names: what is cut short or cannot be shown must not spoil the reply. */
    private static String printable(String name) {
        if (isPlain(name)) {
            return name;
        }
        StringBuilder text = new StringBuilder(Math.min(name.length(), LONGEST_NAME));
        name.codePoints().limit(LONGEST_NAME).forEach(c -> {
            text.appendCodePoint(isShown(c) ? c : '\uFFFD');
        });
        return text.toString();
    }
}
