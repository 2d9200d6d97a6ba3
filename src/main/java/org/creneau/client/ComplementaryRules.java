package org.creneau.client;

import org.creneau.client.Options.Menu;
import org.jspecify.annotations.Nullable;

/** Guide 4.8, step 4, and 5.3.5. */
final class ComplementaryRules {

    private static final int OCCUPATION_MAX = 100;

    private ComplementaryRules() {}

    static Complementary normal(Complementary given) {
        return new Complementary(
                given.french(),
                Texts.cleanOrNull(given.heardFrom()),
                Texts.cleanOrNull(given.occupationField()),
                Texts.cleanOrNull(given.intendedOccupation()),
                Texts.cleanOrNull(given.schooling()));
    }

    /** @param given in its normal form */
    static void check(Complementary given, Options options, Findings findings) {
        option("heardFrom", Menu.HEARD_FROM, given.heardFrom(), options, findings);
        option("occupationField", Menu.OCCUPATION_FIELD, given.occupationField(), options, findings);
        ContactRules.text("intendedOccupation", given.intendedOccupation(), OCCUPATION_MAX, false, findings);
        option("schooling", Menu.SCHOOLING, given.schooling(), options, findings);
    }

    private static void option(String field, Menu menu, @Nullable String chosen, Options options, Findings findings) {
        if (chosen != null && !options.has(menu, chosen)) {
            findings.add(field, "option-unknown");
        }
    }
}
