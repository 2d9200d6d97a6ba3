package org.creneau.core;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The numbers by which people are known, in the one spelling in which they are stored. */
public final class Numbers {

    /** As the guide prints it: C3333726. */
    public static final Pattern REFERENCE_NUMBER = Pattern.compile("[A-Z][0-9]{7}");

    /** Five digits at first (guide 2.5); it may grow, up to what the database can hold. */
    public static final Pattern CLIENT_NUMBER = Pattern.compile("[1-9][0-9]{4,14}");

    private static final Pattern SEPARATORS = Pattern.compile("[ -]");

    private Numbers() {}

    /** Null for what can be nobody's. */
    public static @Nullable String reference(@Nullable String typed) {
        String text = typed == null ? "" : plain(typed).toUpperCase(Locale.ROOT);
        return REFERENCE_NUMBER.matcher(text).matches() ? text : null;
    }

    /** Null for what can be nobody's. */
    public static @Nullable Long client(@Nullable String typed) {
        String text = typed == null ? "" : plain(typed);
        return CLIENT_NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    /** Without the spaces and hyphens that people put into numbers. */
    public static String plain(String typed) {
        return SEPARATORS.matcher(typed).replaceAll("");
    }
}
