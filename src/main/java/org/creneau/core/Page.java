package org.creneau.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

    /**
     * A page of a list that is whole in memory. The cursor is a position in it: such lists change so seldom that nobody
     * will see an entry twice.
     *
     * @param limit 1 at least
     */
    public static <T> Page<T> part(List<T> all, int limit, Start<Long> start) {
        int begin = (int) Math.min(Objects.requireNonNullElse(start.after(), 0L), all.size());
        int end = Math.min(begin + limit, all.size());
        return new Page<>(all.subList(begin, end), end < all.size() ? String.valueOf(end) : null);
    }

    /**
     * Where a page begins, which a cursor says. What reads one gives nothing when it is none of ours.
     *
     * @param after what the page before ended with; null: at the beginning of the list
     */
    public record Start<T>(@Nullable T after) {

        /** For a list whose cursors are ids. */
        public static Optional<Start<UUID>> ofId(@Nullable String cursor) {
            return of(cursor, Ids::parse);
        }

        /** For a list whose cursors are numbers, from 0 on. */
        public static Optional<Start<Long>> ofNumber(@Nullable String cursor) {
            return of(cursor, Start::number);
        }

        private static <T> Optional<Start<T>> of(@Nullable String cursor, Function<String, Optional<T>> read) {
            return cursor == null
                    ? Optional.of(new Start<>(null))
                    : read.apply(cursor).map(Start::new);
        }

        private static Optional<Long> number(String text) {
            try {
                return Optional.of(Long.valueOf(text)).filter(number -> number >= 0);
            } catch (NumberFormatException notOurs) {
                return Optional.empty();
            }
        }
    }
}
