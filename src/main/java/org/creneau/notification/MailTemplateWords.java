package org.creneau.notification;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code t("key", a, b)} in a template: a text of the mail's language, with what belongs into it. */
final class MailTemplateWords extends AbstractExtension {

    private static final List<String> PARAMETERS = List.of("a", "b");

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of("t", new Words());
    }

    private static final class Words implements Function {

        @Override
        public List<String> getArgumentNames() {
            return List.of("key", "a", "b");
        }

        @Override
        public Object execute(
                Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int lineNumber) {
            MailTexts texts = (MailTexts) Objects.requireNonNull(context.getVariable("texts"));
            Object[] parameters = PARAMETERS.stream()
                    .map(name -> arguments.getOrDefault(name, ""))
                    .toArray();
            return texts.get(String.valueOf(arguments.get("key")), parameters);
        }
    }
}
