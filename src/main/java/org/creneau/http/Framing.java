package org.creneau.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Where a request ends must be beyond doubt: what a proxy before us takes for its body, we must not take for the next
 * request (RFC 9112, sections 3.2, 6.1 and 6.3).
 */
final class Framing {

    private Framing() {}

    /** Whether others may read this request differently; such a connection is not to be used any further. */
    static boolean ambiguous(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return (!codings.isEmpty() && !chunkedAlone(codings, request))
                || request.headers().getAll(HttpHeaders.HOST).size() > 1;
    }

    /** HTTP/1.0 knows no transfer codings (RFC 9112, section 6.1); see {@link RequestDecoder} for HTTP/1.1. */
    private static boolean chunkedAlone(List<String> codings, HttpServerRequest request) {
        return codings.size() == 1
                && codings.get(0).equalsIgnoreCase("chunked")
                && request.version() == HttpVersion.HTTP_1_1;
    }
}
