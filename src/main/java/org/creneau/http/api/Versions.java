package org.creneau.http.api;

import io.vertx.core.http.HttpHeaders;
import org.creneau.http.Call;
import org.creneau.http.Reply;
import org.jspecify.annotations.Nullable;

/** Versions of what managers change, as entity tags: {@code "3"}. */
final class Versions {

    private Versions() {}

    /** That the caller has seen; null: not said. */
    static @Nullable Integer seen(Call call) {
        String tag = call.text("If-Match");
        return tag == null ? null : Integer.valueOf(tag.substring(1, tag.length() - 1));
    }

    static Reply tagged(Reply reply, int version) {
        return reply.with(HttpHeaders.ETAG, '"' + String.valueOf(version) + '"');
    }
}
