package org.creneau.seat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The Lua scripts under {@code redis/}, each an atomic step on one key. */
enum Script {
    TAKE,
    RELEASE,
    CONFIRM,
    MARK,
    INSTALL,
    INCARNATION,
    TOUCH,
    SETTLE;

    private final String source;
    private final String digest;

    Script() {
        String path = "/redis/" + name().toLowerCase(java.util.Locale.ROOT) + ".lua";
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            source = new String(bytes, StandardCharsets.UTF_8);
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-1, by which Redis names scripts
        }
    }

    String source() {
        return source;
    }

    String digest() {
        return digest;
    }
}
