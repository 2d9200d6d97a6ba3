package org.creneau.auth;

import java.util.regex.Pattern;
import org.creneau.core.RandomText;

/** Refresh tokens. The database has only digests of them. */
final class RefreshTokens {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final RandomText random = new RandomText();

    String next() {
        return random.next();
    }

    /** False for what cannot be one of ours, so that nobody need be asked. */
    static boolean isPlausible(String token) {
        return FORM.matcher(token).matches();
    }
}
