package org.creneau.client;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telephone numbers, each in one form. */
final class Phones {

    /** Longer than any number with its separators. */
    private static final int MAX_LENGTH = 40;

    private static final Set<String> NORTH_AMERICA = Set.of("CA", "US");

    /** Ten digits (guide 4.7); neither area code nor exchange begins with 0 or 1. */
    private static final Pattern TEN_DIGITS = Pattern.compile("(?:\\+?1)?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})");

    private static final Pattern NORMAL = Pattern.compile("[2-9][0-9]{2} [2-9][0-9]{2}-[0-9]{4}");

    private static final Pattern SEPARATORS = Pattern.compile("[\\p{Zs}().\\-\\u2010-\\u2015/]");

    private Phones() {}

    /** A number of ten digits with the usual separators: {@code 514 999-9999}; empty when it is none. */
    static Optional<String> tenDigits(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher digits = TEN_DIGITS.matcher(SEPARATORS.matcher(text).replaceAll(""));
        return digits.matches()
                ? Optional.of(digits.group(1) + " " + digits.group(2) + "-" + digits.group(3))
                : Optional.empty();
    }

    /**
     * A number of any country (guide 6.3): as above in North America, else {@code +33140205050} (E.164).
     *
     * @param country where a number is dialled that does not begin with +
     */
    static Optional<String> anywhere(String text, String country) {
        String stripped = text.strip();
        if (NORMAL.matcher(stripped).matches()) {
            return Optional.of(stripped); // kept from when the client lived in North America
        }
        boolean international = stripped.startsWith("+");
        if (international ? stripped.startsWith("+1") : NORTH_AMERICA.contains(country)) {
            return tenDigits(stripped);
        }
        return stripped.length() > MAX_LENGTH ? Optional.empty() : foreign(stripped, country);
    }

    private static Optional<String> foreign(String text, String country) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(text, country);
            return numbers.isValidNumber(number) && !number.hasExtension()
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException noNumber) {
            return Optional.empty();
        }
    }
}
