package org.creneau.http.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import org.creneau.http.Lang;

/** What answers say in words that are no problem. */
final class AnswerTexts {

    private final Map<Lang, ResourceBundle> texts = new EnumMap<>(Lang.class);

    AnswerTexts() {
        for (Lang lang : Lang.values()) {
            // No fallback, as in ProblemTexts.
            texts.put(
                    lang,
                    ResourceBundle.getBundle(
                            "i18n.answers",
                            lang.locale(),
                            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        }
    }

    String of(String key, Lang lang) {
        return Objects.requireNonNull(texts.get(lang)).getString(key);
    }
}
