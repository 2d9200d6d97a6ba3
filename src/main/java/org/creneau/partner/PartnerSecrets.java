package org.creneau.partner;

import java.security.SecureRandom;
import java.util.Base64;

/** Draws the secrets of partners' systems: 256 random bits as text, which need not be escaped anywhere. */
final class PartnerSecrets {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
