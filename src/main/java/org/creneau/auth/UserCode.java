package org.creneau.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name under which somebody logs in (guide 1.1): 8 to 16 unaccented Latin letters or digits, in any case. */
final class UserCode {

    static final int MIN_LENGTH = 8;
    static final int MAX_LENGTH = 16;

    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9]+");

    private UserCode() {}

    static boolean hasRightLength(String text) {
        return text.length() >= MIN_LENGTH && text.length() <= MAX_LENGTH;
    }

    static boolean hasRightCharacters(String text) {
        return CHARACTERS.matcher(text).matches();
    }

    /** What two spellings of one code have in common; empty for a text that can be nobody's code. */
    static Optional<String> canonical(String text) {
        return hasRightLength(text) && hasRightCharacters(text)
                ? Optional.of(text.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
