package org.creneau.http;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Vert.x's decoder, but for one thing: of a request with both a length and a transfer coding it would quietly drop the
 * length, so that nobody could see any more that a proxy before us may have gone by it. Here both stay, for
 * {@link Framing} to refuse. There is no public way to say so.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {

    /** As Vert.x calls its own. */
    private static final String NAME = "httpDecoder";

    private StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Puts it in the place of the usual one, before the first byte of a connection was read. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        ((ConnectionBase) connection)
                .channelHandlerContext()
                .pipeline()
                .replace(NAME, NAME, new StrictDecoder(options));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        // as they came
    }
}
