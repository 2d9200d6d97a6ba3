package org.creneau.loadtest.rush;

import java.util.List;
import org.creneau.ops.Violation;

/**
 * Whether the service kept its word.
 *
 * @param checked false when there was no database to look into
 * @param settledAfterSeconds until every seat was either occupied or free; -1 when it never came to that
 * @param adrift seats that were neither, or both, when patience ended
 */
public record Verdict(boolean checked, double settledAfterSeconds, int adrift, List<Violation> violations) {

    static final Verdict UNCHECKED = new Verdict(false, -1, 0, List.of());

    public Verdict {
        violations = List.copyOf(violations);
    }

    public boolean good() {
        return violations.isEmpty();
    }

    String sentence() {
        if (!checked) {
            return "NOT CHECKED: no database URL was given, so nobody looked whether the answers were true";
        }
        return good()
                ? "0 violations: every answer was true, no seat was sold twice, none was lost"
                : violations.size() + " violations";
    }
}
