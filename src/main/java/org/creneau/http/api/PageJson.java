package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
     * Cuts a page out of a list that is whole in memory. The cursor is a position: these lists change so seldom that
     * nobody will see an entry twice.
     *
     * @return empty when the cursor is not one of ours
     */
    static <S> Optional<Page<S>> cut(List<S> all, int limit, @Nullable String cursor) {
        int from = cursor == null ? 0 : position(cursor);
        if (from < 0) {
            return Optional.empty();
        }
        int begin = Math.min(from, all.size());
        int end = Math.min(begin + limit, all.size());
        return Optional.of(new Page<>(all.subList(begin, end), end < all.size() ? cursor(end) : null));
    }

    private static String cursor(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(position).getBytes(StandardCharsets.US_ASCII));
    }

    private static int position(String cursor) {
        try {
            return Integer.parseInt(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notOurs) { // NumberFormatException is one, too
            return -1;
        }
    }
}
