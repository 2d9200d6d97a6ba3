package org.creneau.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.creneau.config.Settings;
import org.creneau.config.SettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's HTTP server; all instances listen on the same port. */
public final class HttpVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(HttpVerticle.class);

    private static final int LONGEST_LINE_BYTES = 4096;

    /** Of all headers together: room for a token and cookies of other applications. */
    private static final int HEADERS_BYTES = 16 * 1024;

    /** Connections that wait to be accepted when everybody comes at once; the kernel may allow fewer. */
    private static final int BACKLOG = 8192;

    private static final long SWEEP_MILLIS = 250;

    /** It looks at every connection, of which there may be ten thousand. */
    private static final long QUIET_SWEEP_MILLIS = 1000;

    /** For clients that are at work to hear that their connection ends. */
    private static final long FAREWELL_MILLIS = 250;

    private final HttpFront front;
    private @Nullable HttpServer server;
    private @Nullable Responder responder;
    private @Nullable LeftListeners listeners;

    HttpVerticle(HttpFront front) {
        this.front = front;
    }

    @Override
    public Future<?> start() {
        Settings.Http settings = front.services().settings().http();
        Responder answers = new Responder(
                new RequestMeters(front.services().meters()),
                settings.requestTimeoutMillis(),
                front.inFlight(),
                front.problems());
        QuietConnections quiet = new QuietConnections(settings.idleTimeoutSeconds(), settings.requestTimeoutMillis());
        vertx.setPeriodic(SWEEP_MILLIS, tick -> answers.deadlines().sweep(System.nanoTime()));
        vertx.setPeriodic(QUIET_SWEEP_MILLIS, tick -> quiet.sweep(System.nanoTime()));
        LeftListeners watching = new LeftListeners(
                vertx,
                front.streams(),
                front.addresses(),
                front.services().settings().search().leftRefreshMillis(),
                settings.requestTimeoutMillis(),
                quiet::heard);
        listeners = watching;
        Router router = new ApiRouter(vertx, front, answers, watching).create();
        HttpServerOptions options = options(settings);
        HttpServer created = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    quiet.heard(request.connection());
                    whenReading(request, () -> serve(request, router, answers));
                })
                .connectionHandler(connection -> {
                    RequestDecoder.install(connection, options);
                    SocketBuffers.bound(RequestDecoder.channel(connection));
                    quiet.opened(connection, System.nanoTime());
                    front.connected(connection, () -> quiet.closed(connection));
                })
                .invalidRequestHandler(request -> refuse(request, answers))
                .exceptionHandler(broken -> log.debug("a connection broke: {}", broken.toString()));
        server = created;
        responder = answers;
        return created.listen()
                .recover(failure -> Future.failedFuture(
                        SettingsException.cannotListen("http", settings.host(), settings.port(), failure)))
                .onSuccess(listening -> front.listening(listening.actualPort()));
    }

    /**
     * First nobody can connect any more: a connection made now would be closed under its first request. Then goes on
     * answering for a moment, and tells with each answer that the connection ends: who sends one request after the other
     * learns it before the connection is closed under the next one. Then closes what is idle, and answers what is in
     * flight.
     */
    @Override
    public Future<?> stop() {
        HttpServer running = server;
        if (running == null) {
            return Future.succeededFuture();
        }
        long drainMillis = front.services().settings().http().drainTimeoutMillis();
        long farewell = Math.min(FAREWELL_MILLIS, drainMillis);
        return front.stopListening(context)
                .compose(deaf -> {
                    Objects.requireNonNull(responder).drain();
                    Objects.requireNonNull(listeners).close();
                    return farewell == 0 ? Future.succeededFuture() : vertx.timer(farewell);
                })
                .compose(said -> running.shutdown(drainMillis - farewell, TimeUnit.MILLISECONDS));
    }

    private static HttpServerOptions options(Settings.Http settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                // Vert.x gives all instances of a verticle the same free port for a negative number, but not for 0.
                .setPort(settings.port() == 0 ? -1 : settings.port())
                .setIdleTimeout(settings.idleTimeoutSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(LONGEST_LINE_BYTES)
                .setMaxHeaderSize(HEADERS_BYTES)
                .setAcceptBacklog(BACKLOG)
                // There are none, and what looks for them would see every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // Answers are written on the connection's own event loop; a queue for others takes 4 KiB for each.
                .setStrictThreadMode(true)
                // TLS and HTTP/2 are the reverse proxy's business.
                .setHttp2ClearTextEnabled(false);
    }

    /** Somebody who asks one thing after the other, and does not read the answers, is not served until they do. */
    private static void whenReading(HttpServerRequest request, Runnable then) {
        HttpServerResponse response = request.response();
        if (!response.writeQueueFull()) {
            then.run();
            return;
        }
        request.pause();
        response.drainHandler(read -> {
            response.drainHandler(null);
            then.run();
            request.resume();
        });
    }

    private void serve(HttpServerRequest request, Router router, Responder responder) {
        if (Framing.ambiguous(request)) {
            refuse(request, responder);
        } else if (Paths.plain(request.path())) {
            router.handle(request);
        } else {
            Lang lang = Lang.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
            responder.answer(request, front.problems().of(ProblemCode.NOT_FOUND, lang));
        }
    }

    /** What is not HTTP, or too long, never reaches the router. */
    private void refuse(HttpServerRequest request, Responder responder) {
        Throwable cause = request.decoderResult().cause();
        Lang lang = Lang.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        Problems problems = front.problems();
        Reply reply;
        if (cause instanceof TooLongHttpLineException) {
            reply = problems.of(ProblemCode.URI_TOO_LONG, lang);
        } else if (cause instanceof TooLongHttpHeaderException) {
            reply = problems.of(ProblemCode.HEADERS_TOO_LARGE, lang);
        } else if (cause instanceof RequestDecoder.UnknownVersion) {
            reply = problems.of(ProblemCode.HTTP_VERSION_NOT_SUPPORTED, lang);
        } else {
            reply = problems.validation("", "malformed", lang);
        }
        responder.answer(request, reply.with(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        request.connection().close();
    }
}
