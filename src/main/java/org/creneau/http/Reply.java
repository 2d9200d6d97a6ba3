package org.creneau.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered.
 *
 * @param body null: none
 * @param language of the texts in the body; null: it has none
 * @param entityTag of the body (RFC 9110, section 8.8.3); null: it has none
 * @param stream writes a body that goes on after the answer has begun; null: there is none
 */
public record Reply(
        int status,
        @Nullable Buffer body,
        CharSequence contentType,
        Caching caching,
        @Nullable Lang language,
        @Nullable String entityTag,
        List<Header> headers,
        @Nullable Consumer<HttpServerRequest> stream) {

    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");

    /** One more header. */
    public record Header(CharSequence name, CharSequence value) {}

    /** Who may keep an answer, and for how long. */
    public enum Caching {
        /** Everything personal. */
        NO_STORE("no-store"),
        CATALOGUE("public, max-age=60"),
        SLOTS("public, max-age=1"),
        /** The feed for aggregators. */
        FEED("public, max-age=10");

        private final String value;

        Caching(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    public Reply {
        headers = List.copyOf(headers);
    }

    public static Reply of(
            int status, @Nullable Buffer body, CharSequence contentType, Caching caching, @Nullable Lang language) {
        return new Reply(status, body, contentType, caching, language, null, List.of(), null);
    }

    /** Server-sent events, until somebody ends them. */
    public static Reply stream(Consumer<HttpServerRequest> events) {
        return new Reply(200, null, EVENT_STREAM, Caching.NO_STORE, null, null, List.of(), events);
    }

    public static Reply noContent() {
        return of(204, null, JSON, Caching.NO_STORE, null);
    }

    /** @param content a record */
    public static Reply json(int status, Object content, Caching caching, @Nullable Lang language) {
        return of(status, Json.write(content), JSON, caching, language);
    }

    /** Something that clients look at again and again, and need not be sent again while it is the same. */
    public static Reply tagged(Buffer json, Caching caching, Lang language) {
        return new Reply(200, json, JSON, caching, language, EntityTags.of(json), List.of(), null);
    }

    /** A personal answer. */
    public static Reply personal(int status, Object content, Lang language) {
        return json(status, content, Caching.NO_STORE, language);
    }

    /** A personal answer that is JSON already. */
    public static Reply personal(int status, Buffer json, Lang language) {
        return of(status, json, JSON, Caching.NO_STORE, language);
    }

    /** What is said instead to somebody who has this body already. */
    Reply notModified() {
        return new Reply(304, null, contentType, caching, language, entityTag, headers, null);
    }

    public Reply with(CharSequence name, CharSequence value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, body, contentType, caching, language, entityTag, more, stream);
    }
}
