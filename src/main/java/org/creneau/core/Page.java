package org.creneau.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The first page of what was found, which goes on after the last thing on it.
     *
     * @param found one more than the limit, if there is one more: that is how the end of the list is seen
     * @param limit 1 at least
     * @param cursorOf what the next page begins after, such as an id; its text is the cursor
     */
    public static <T> Page<T> cut(List<T> found, int limit, Function<T, Object> cursorOf) {
        boolean more = found.size() > limit;
        List<T> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? cursorOf.apply(items.get(limit - 1)).toString() : null);
    }

    /** What a cursor that is a number says; empty when it is not one of ours. For those that are ids: {@link Ids#parse}. */
    public static Optional<Long> position(String cursor) {
        try {
            return Optional.of(Long.valueOf(cursor));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
