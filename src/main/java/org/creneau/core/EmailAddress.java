package org.creneau.core;

import java.util.regex.Pattern;

/** What an e-mail address must look like (guide 3.3, 4.6, 6.3). */
public final class EmailAddress {

    /** RFC 5321: 256 with the angle brackets around it. */
    public static final int MAX_LENGTH = 254;

    private static final Pattern PLAUSIBLE = Pattern.compile("""
            (?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+\
            @(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)++\
            (?=[^.]*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])""");

    private EmailAddress() {}

    /** Plausible, not proven: only a message that arrives proves an address. No quoted local parts, no IP addresses. */
    public static boolean isPlausible(String text) {
        return text.length() <= MAX_LENGTH && PLAUSIBLE.matcher(text).matches();
    }
}
