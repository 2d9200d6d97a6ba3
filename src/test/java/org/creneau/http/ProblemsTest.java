package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.creneau.config.Settings;
import org.creneau.core.FieldProblem;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems =
            new Problems(new Settings.ContactCentre("514 864-9191", "1 877 864-9191", "+1 514 864-9191"));

    private static ResourceBundle bundle(Lang lang) {
        return ResourceBundle.getBundle("i18n.problems", lang.locale());
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertEquals(
                new TreeSet<>(bundle(Lang.FR).keySet()),
                new TreeSet<>(bundle(Lang.EN).keySet()));
    }

    @Test
    void everyCodeHasItsTextsAndNoTextIsLeftOver() {
        for (Lang lang : Lang.values()) {
            ProblemTexts texts = new ProblemTexts(lang);
            Set<String> expected = new TreeSet<>();
            for (ProblemCode code : ProblemCode.values()) {
                assertFalse(texts.title(code).isBlank());
                assertFalse(texts.detail(code).isBlank());
                expected.add(code.texts() + ".title");
                expected.add(code.texts() + ".detail");
            }
            assertEquals(
                    expected,
                    bundle(lang).keySet().stream()
                            .filter(key -> !key.startsWith("field."))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void aFieldCodeWithoutATextStillSaysSomething() {
        assertEquals(
                "This value is not valid.", new ProblemTexts(Lang.EN).field(new FieldProblem("/it", "never-heard-of")));
    }

    @Test
    void aBoundOrAnExampleIsSaid() {
        ProblemTexts english = new ProblemTexts(Lang.EN);
        assertEquals("At least 1.", english.field(new FieldProblem("/capacity", "too-small", "1")));
        assertEquals("This number is too small.", english.field(new FieldProblem("/capacity", "too-small")));
        assertEquals(
                "Choisissez parmi : CLIENT, PARTNER.",
                new ProblemTexts(Lang.FR).field(new FieldProblem("/as", "not-allowed", "CLIENT, PARTNER")));
    }

    @Test
    void errorsAreBounded() {
        List<FieldProblem> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(new FieldProblem("/" + i, "unknown"));
        }
        assertEquals(
                Problems.MOST_ERRORS,
                Objects.requireNonNull(problems.validation(many, Lang.FR).body())
                        .toJsonObject()
                        .getJsonArray("errors")
                        .size());
    }

    @Test
    void waitingTakesASecondAtLeast() {
        assertEquals(
                "1",
                problems.wait(ProblemCode.LOCKED, 0, Lang.FR).headers().get(0).value());
    }

    @Test
    void languages() {
        assertEquals(Lang.FR, Lang.of(null));
        assertEquals(Lang.FR, Lang.of("de"));
        assertEquals(Lang.FR, Lang.of("*"));
        assertEquals(Lang.FR, Lang.of(";;;q=x"));
        assertEquals(Lang.FR, Lang.of("en;q=0"));
        assertEquals(Lang.FR, Lang.of("en,".repeat(500)));
        assertEquals(Lang.EN, Lang.of("en-US,en;q=0.9,fr;q=0.8"));
        assertEquals(Lang.FR, Lang.of("fr-CA,fr;q=0.9,en;q=0.8"));
    }
}
