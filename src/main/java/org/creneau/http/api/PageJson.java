package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.creneau.core.Page;
import org.creneau.http.Json;
import org.jspecify.annotations.Nullable;

/** A part of a list, as JSON. */
record PageJson<T>(List<T> items, @Nullable String nextCursor) {

    static <S, T> PageJson<T> of(Page<S> page, Function<S, T> json) {
        return new PageJson<>(page.items().stream().map(json).toList(), page.nextCursor());
    }

    /** A page whose items write themselves. */
    static <S> Buffer write(Page<S> page, BiConsumer<Buffer, S> item) {
        Buffer json = Buffer.buffer("{\"items\":[");
        String separator = "";
        for (S each : page.items()) {
            json.appendString(separator);
            item.accept(json, each);
            separator = ",";
        }
        json.appendString("]");
        if (page.nextCursor() != null) {
            json.appendString(",\"nextCursor\":").appendBuffer(Json.write(page.nextCursor()));
        }
        return json.appendString("}");
    }

    /**
     * Cuts a page out of a list that is whole in memory.
     *
     * @return empty when the cursor is not one of ours
     */
    static <S> Optional<Page<S>> cut(List<S> all, int limit, @Nullable String cursor) {
        return Page.Start.ofNumber(cursor).map(start -> Page.part(all, limit, start));
    }
}
