package org.creneau.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Refresh tokens: 256 random bits as text. The database has only digests of them. */
final class RefreshTokens {

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** False for what cannot be one of ours, so that nobody need be asked. */
    static boolean isPlausible(String token) {
        return FORM.matcher(token).matches();
    }
}
