package org.creneau.core;

import java.security.SecureRandom;
import java.util.Base64;

/** Draws secrets for programs: 256 random bits as 43 characters, which need not be escaped anywhere. */
public final class RandomText {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
