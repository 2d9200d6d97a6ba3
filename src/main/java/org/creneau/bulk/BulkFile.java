package org.creneau.bulk;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One file of the feed.
 *
 * @param name behind the feed's address
 * @param type of its resources: Location, Schedule or Slot; or Manifest
 * @param body one resource a line
 * @param tag names exactly this body (RFC 9110, section 8.8.3)
 */
public record BulkFile(String name, String type, Buffer body, String tag) {

    static BulkFile of(String name, String type, Buffer body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return new BulkFile(
                    name,
                    type,
                    body,
                    '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
