package org.creneau.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Where a request ends must be beyond doubt: what a proxy before us takes for its body, we must not take for the next
 * request (RFC 9112, sections 3.2 and 6.3).
 */
final class Framing {

    private Framing() {}

    /** Whether others may read this request differently; such a connection is not to be used any further. */
    static boolean ambiguous(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean chunked = codings.isEmpty()
                || (codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked")
                        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH));
        return !chunked || request.headers().getAll(HttpHeaders.HOST).size() > 1;
    }
}
