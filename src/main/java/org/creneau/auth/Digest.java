package org.creneau.auth;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** A SHA-256 digest: what the database keeps of things that nobody should be able to read there. */
public record Digest(Buffer bytes) {

    public static Digest of(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Digest(Buffer.buffer(sha256.digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Compares in the same time whatever the text is. */
    boolean isOf(String text) {
        return MessageDigest.isEqual(bytes.getBytes(), of(text).bytes.getBytes());
    }

    /** Any text that somebody tries to log in with, the same for every spelling of it. */
    static Digest ofUserCode(String text) {
        return of(text.toLowerCase(Locale.ROOT));
    }
}
