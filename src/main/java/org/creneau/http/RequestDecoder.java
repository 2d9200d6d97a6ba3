package org.creneau.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Reads requests as Vert.x does, but refuses what is ambiguous or not our language where Vert.x mends it silently: of a
 * request with both {@code Transfer-Encoding} and {@code Content-Length} (RFC 9112, section 6.1) it would drop the
 * length, and nobody behind it could see that a proxy may have taken another part of the bytes for the body. What is
 * thrown here makes the request an invalid one, and nothing after it is read.
 *
 * <p>Vert.x has no public way to its decoder, so this is put in its place.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

    /** A version of HTTP whose messages this server cannot understand. */
    static final class UnknownVersion extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        UnknownVersion() {
            super("not HTTP/1.0 or HTTP/1.1");
        }
    }

    private RequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** For a new connection of which nothing was read yet. */
    static void install(HttpConnection connection, HttpServerOptions options) {
        channel(connection)
                .pipeline()
                .replace(VertxHttpRequestDecoder.class, "httpDecoder", new RequestDecoder(options));
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpMessage message = super.createMessage(initialLine);
        HttpVersion version = message.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new UnknownVersion();
        }
        return message;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
