package org.creneau.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

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

    /**
     * A chunk that is none ends the connection. Vert.x does so in the middle of reading, when what is written waits for the
     * end of it, so that the answer would be lost: that is done a moment later.
     */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        super.decode(context, buffer, out);
        int last = out.size() - 1;
        if (last >= 0
                && out.get(last) instanceof HttpContent chunk
                && !(chunk instanceof HttpMessage)
                && chunk.decoderResult().isFailure()) {
            out.remove(last);
            chunk.release();
            Throwable cause = chunk.decoderResult().cause();
            context.executor().execute(() -> context.fireExceptionCaught(cause));
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        // To the letter: Netty would take "http/1.1" for a third version, to which its rules for 1.1 do not apply.
        String version = initialLine[2];
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            boolean other = version.regionMatches(true, 0, "HTTP/", 0, 5);
            throw other ? new UnknownVersion() : new IllegalArgumentException("no version of HTTP");
        }
        return super.createMessage(initialLine);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
