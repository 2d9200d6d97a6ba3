package org.creneau.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.creneau.core.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a part, all of it. */
final class Findings {

    private final String prefix;
    private final List<FieldProblem> problems;

    private Findings(String prefix, List<FieldProblem> problems) {
        this.prefix = prefix;
        this.problems = problems;
    }

    /** For a part that is the whole body. */
    static Findings atTop() {
        return new Findings("", new ArrayList<>());
    }

    /** For a part of a body that holds all of them; collects into the same list. */
    Findings below(Step step) {
        return new Findings(prefix + '/' + step.key(), problems);
    }

    /** @param field its name; empty: the part itself */
    void add(String field, String code) {
        problems.add(new FieldProblem(field.isEmpty() ? prefix : prefix + '/' + field, code));
    }

    /** A text that must match, if it is there. */
    void unlessMatches(String field, @Nullable String value, Pattern pattern, String code) {
        if (value != null && !pattern.matcher(value).matches()) {
            add(field, code);
        }
    }

    boolean none() {
        return problems.isEmpty();
    }

    List<FieldProblem> list() {
        return List.copyOf(problems);
    }
}
