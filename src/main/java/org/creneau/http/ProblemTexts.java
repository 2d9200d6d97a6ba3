package org.creneau.http;

import java.util.ResourceBundle;

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

    /** @param code of a {@link org.creneau.core.FieldProblem}; features have codes of their own */
    String field(String code) {
        String key = "field." + code;
        return texts.getString(texts.containsKey(key) ? key : "field.invalid");
    }
}
