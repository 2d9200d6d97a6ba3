package org.creneau.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.creneau.limit.Verdict;
import org.jspecify.annotations.Nullable;

/** Writes replies; the only one who does. For one event loop. */
final class Responder {

    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING_ALLOWED =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    /** To proxies that would wait until they have more of an answer. */
    private static final CharSequence NOT_BUFFERED = HttpHeaders.createOptimized("X-Accel-Buffering");

    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    /** A longer body is sent piece by piece. */
    private static final int LONGEST_AT_ONCE = 16 * 1024;

    private static final int PIECE_BYTES = 8 * 1024;

    private final RequestMeters meters;
    private final Deadlines deadlines;
    private boolean draining;

    /** @param inFlight counts the requests that are not answered yet */
    Responder(RequestMeters meters, long requestTimeoutMillis, LongAdder inFlight, Problems problems) {
        this.meters = meters;
        this.deadlines = new Deadlines(requestTimeoutMillis, inFlight, call -> expire(call, problems));
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /**
     * From now on every answer asks the client to send nothing more on its connection: what it sent there would meet a
     * closed one.
     */
    void drain() {
        draining = true;
    }

    /** Answers a request of the contract, unless it was answered before. */
    void answer(Call call, Reply reply) {
        HttpServerRequest request = call.context().request();
        if (request.response().headWritten()) {
            return;
        }
        if (call.operation().body() == null || call.context().request().isEnded()) {
            deadlines.forget(call);
        } // else the rest of a refused body is still coming, and must not come for ever
        Reply fresh = known(call, reply) ? reply.notModified() : reply;
        meters.record(call.operation().id(), fresh.status(), System.nanoTime() - call.begunNanos());
        write(request, fresh, call.verdictIfAny());
    }

    private static boolean known(Call call, Reply reply) {
        String tag = reply.entityTag();
        String knownTags = call.text(EntityTags.CONDITION);
        return tag != null && knownTags != null && EntityTags.match(knownTags, tag);
    }

    /** Answers a request that belongs to no operation. */
    void answer(HttpServerRequest request, Reply reply) {
        if (!request.response().headWritten()) {
            meters.record("none", reply.status(), 0);
            write(request, reply, null);
        }
    }

    private void expire(Call call, Problems problems) {
        if (call.operation().body() == null || call.context().request().isEnded()) {
            answer(call, problems.of(ProblemCode.UNAVAILABLE, call.lang()));
            return;
        }
        // Still sending, whether it was answered long ago or is only now: its own fault, not that of any server.
        Reply late = problems.of(ProblemCode.REQUEST_TIMEOUT, call.lang());
        answer(call, late.with(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        call.context().request().connection().close();
    }

    /** What every answer tells browsers: this is data, not a page. */
    static void protect(MultiMap headers) {
        headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        headers.set(SECURITY_POLICY, NOTHING_ALLOWED);
        headers.set(REFERRER_POLICY, NO_REFERRER);
    }

    private void write(HttpServerRequest request, Reply reply, @Nullable Verdict verdict) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        MultiMap headers = response.headers();
        headers.set(HttpHeaders.CACHE_CONTROL, reply.caching().value());
        protect(headers);
        @Nullable Lang language = reply.language();
        if (language != null) {
            headers.set(HttpHeaders.CONTENT_LANGUAGE, language.tag());
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        }
        if (reply.entityTag() != null) {
            headers.set(HttpHeaders.ETAG, reply.entityTag());
        }
        if (verdict != null) {
            headers.set(RATE_LIMIT_POLICY, verdict.policy());
            headers.set(RATE_LIMIT, verdict.status());
        }
        if (draining) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        for (Reply.Header header : reply.headers()) {
            headers.set(header.name(), header.value());
        }
        if (reply.stream() != null) {
            begin(request, reply, reply.stream());
            return;
        }
        Buffer body = reply.body();
        if (body == null) {
            response.end();
            return;
        }
        headers.set(HttpHeaders.CONTENT_TYPE, reply.contentType());
        if (body.length() <= LONGEST_AT_ONCE || HttpMethod.HEAD.equals(request.method())) {
            response.end(body);
        } else {
            headers.set(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
            writeFrom(0, body, response);
        }
    }

    /** Somebody else goes on with it. */
    private static void begin(HttpServerRequest request, Reply reply, Consumer<HttpServerRequest> stream) {
        HttpServerResponse response = request.response();
        response.headers().set(HttpHeaders.CONTENT_TYPE, reply.contentType());
        response.headers().set(NOT_BUFFERED, NO);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            response.setChunked(true);
            stream.accept(request);
        }
    }

    /**
     * As fast as it is read. Whatever is written is copied out of the heap and waits there to be sent; thousands who read
     * slowly may share one body, but each would have a copy of its own.
     */
    private static void writeFrom(int begin, Buffer body, HttpServerResponse response) {
        int end = Math.min(begin + PIECE_BYTES, body.length());
        Buffer piece = body.slice(begin, end);
        if (end == body.length()) {
            response.end(piece);
        } else {
            response.write(piece).onSuccess(sent -> writeFrom(end, body, response));
        }
    }
}
