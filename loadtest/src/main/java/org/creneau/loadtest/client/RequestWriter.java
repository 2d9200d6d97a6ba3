package org.creneau.loadtest.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests as bytes. What is the same in each is encoded once; a finished request may be sent any number of
 * times.
 */
public final class RequestWriter {

    private static final byte[] GET = ascii("GET ");
    private static final byte[] POST = ascii("POST ");
    private static final byte[] PUT = ascii("PUT ");
    private static final byte[] BEARER = ascii("Authorization: Bearer ");
    private static final byte[] KEY = ascii("Idempotency-Key: ");
    private static final byte[] JSON = ascii("Content-Type: application/json\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] LINE_END = ascii("\r\n");

    private final byte[] afterPath;

    public RequestWriter(Target target) {
        afterPath = ascii(" HTTP/1.1\r\nHost: " + target.authority() + "\r\n");
    }

    /**
     * A request without a body.
     *
     * @param path with its query, already encoded
     * @param token an access token in ASCII, or null
     */
    public Buffer get(String path, byte @Nullable [] token) {
        Buffer request = start(GET, path, token);
        return request.appendBytes(LINE_END);
    }

    /**
     * A request that does something.
     *
     * @param path with its query, already encoded
     * @param token an access token in ASCII, or null
     * @param idempotencyKey or null
     * @param json the body, or null for none
     */
    public Buffer post(String path, byte @Nullable [] token, @Nullable String idempotencyKey, byte @Nullable [] json) {
        return send(POST, path, token, idempotencyKey, json);
    }

    /**
     * A request that puts something in the place of what is there.
     *
     * @param path with its query, already encoded
     * @param token an access token in ASCII, or null
     */
    public Buffer put(String path, byte @Nullable [] token, byte[] json) {
        return send(PUT, path, token, null, json);
    }

    private Buffer send(
            byte[] method,
            String path,
            byte @Nullable [] token,
            @Nullable String idempotencyKey,
            byte @Nullable [] json) {
        Buffer request = start(method, path, token);
        if (idempotencyKey != null) {
            request.appendBytes(KEY).appendBytes(ascii(idempotencyKey)).appendBytes(LINE_END);
        }
        if (json != null) {
            request.appendBytes(JSON);
        }
        request.appendBytes(LENGTH)
                .appendBytes(ascii(Integer.toString(json == null ? 0 : json.length)))
                .appendBytes(LINE_END)
                .appendBytes(LINE_END);
        return json == null ? request : request.appendBytes(json);
    }

    private Buffer start(byte[] method, String path, byte @Nullable [] token) {
        int length = 256 + path.length() + (token == null ? 0 : token.length);
        Buffer request = Buffer.buffer(length)
                .appendBytes(method)
                .appendBytes(ascii(path))
                .appendBytes(afterPath);
        return token == null
                ? request
                : request.appendBytes(BEARER).appendBytes(token).appendBytes(LINE_END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
