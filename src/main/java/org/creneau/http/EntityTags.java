package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Names for the exact bytes of an answer (RFC 9110, sections 8.8.3 and 13.1.2). */
final class EntityTags {

    /** The parameter by which the contract's operations take tags. */
    static final String CONDITION = "If-None-Match";

    /** Two answers with the same name would need some 2^60 attempts. */
    private static final int DIGEST_BYTES = 15;

    private EntityTags() {}

    /** A strong one. */
    static String of(Buffer body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return '"' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /**
     * Whether {@code If-None-Match} names the tag, compared weakly. A tag may hold a comma, but none of ours does, so it
     * does not matter how such a one is taken apart.
     */
    static boolean match(String ifNoneMatch, String tag) {
        for (String given : ifNoneMatch.split(",", -1)) {
            String stripped = given.strip();
            if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
