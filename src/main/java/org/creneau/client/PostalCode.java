package org.creneau.client;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Canadian postal codes. */
final class PostalCode {

    /** Some letters are left out because they look like others. */
    private static final Pattern CANADIAN =
            Pattern.compile("([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z])([0-9][ABCEGHJ-NPRSTV-Z][0-9])");

    private static final Pattern SEPARATORS = Pattern.compile("[\\p{Zs}-]");
    private static final int MAX_LENGTH = 12;

    private PostalCode() {}

    /** {@code h2l3z2} as {@code H2L 3Z2}; empty when it is none. */
    static Optional<String> normal(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher code = CANADIAN.matcher(SEPARATORS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT));
        return code.matches() ? Optional.of(code.group(1) + " " + code.group(2)) : Optional.empty();
    }

    /** Those of Quebec begin with G, H or J, and no others do. */
    static boolean isInQuebec(String normal) {
        return "GHJ".indexOf(normal.charAt(0)) >= 0;
    }
}
