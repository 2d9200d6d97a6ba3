package org.creneau.http.api;

import java.util.regex.Pattern;

/** Readable ids ({@code objectif-integration}), as the contract has them. */
public final class Slugs {

    private static final int LONGEST = 64;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private Slugs() {}

    public static boolean isOne(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
