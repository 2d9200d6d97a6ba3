package org.creneau.planning;

import java.util.List;
import java.util.function.Function;
import org.creneau.core.Page;

/** Pages of lists that go on after the last id. */
final class Pages {

    private Pages() {}

    /** @param found one more than the limit, if there is one more */
    static <T> Page<T> cut(List<T> found, int limit, Function<T, Object> id) {
        boolean more = found.size() > limit;
        List<T> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? id.apply(items.get(limit - 1)).toString() : null);
    }
}
