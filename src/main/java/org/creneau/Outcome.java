package org.creneau;

import java.util.List;
import java.util.stream.Collectors;
import org.creneau.core.FieldProblem;

/**
 * What came of a command.
 *
 * @param output for standard output, line by line
 * @param refusal why nothing was done; empty: it was
 */
record Outcome(List<String> output, String refusal) {

    static Outcome of(List<String> output) {
        return new Outcome(output, "");
    }

    static Outcome refused(String why) {
        return new Outcome(List.of(), why);
    }

    static Outcome refused(List<FieldProblem> problems) {
        return refused(problems.stream()
                .map(problem -> problem.pointer().substring(1) + ": " + problem.code())
                .collect(Collectors.joining(", ")));
    }
}
