package org.creneau.http;

import java.util.ResourceBundle;
import org.creneau.core.FieldProblem;

/** What problems say, in one language. */
final class ProblemTexts {

    private final ResourceBundle texts;

    ProblemTexts(Lang lang) {
        // No fallback: otherwise the machine's own locale would decide what is shown for a text that is missing.
        texts = ResourceBundle.getBundle(
                "i18n.problems",
                lang.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String title(ProblemCode code) {
        return texts.getString(code.texts() + ".title");
    }

    String detail(ProblemCode code) {
        return texts.getString(code.texts() + ".detail");
    }

    /** What is wrong with a field, and what would be good; features have codes of their own. */
    String field(FieldProblem problem) {
        String expected = problem.expected();
        String key = "field." + problem.code();
        if (expected != null && texts.containsKey(key + ".expected")) {
            return texts.getString(key + ".expected").replace("{expected}", expected);
        }
        return texts.getString(texts.containsKey(key) ? key : "field.invalid");
    }
}
