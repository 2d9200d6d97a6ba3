package org.creneau.core;

import org.jspecify.annotations.Nullable;

/**
 * Things in the order in which they came, each of which knows its neighbours: added and taken out at the cost of a few
 * assignments. What waits for an answer waits in one of these, so that a periodic look does what a timer for each
 * would.
 *
 * <p>Belongs to one event loop.
 *
 * @param <T> in one chain at a time
 */
public final class Chain<T extends Chain.Link<T>> {

    /** What can be in a chain. */
    public abstract static class Link<T extends Link<T>> {
        private @Nullable T older;
        private @Nullable T newer;

        /** The next that came; null behind the last. */
        public @Nullable T newer() {
            return newer;
        }

        @Nullable
        T older() {
            return older;
        }

        void between(@Nullable T before, @Nullable T after) {
            older = before;
            newer = after;
        }
    }

    private @Nullable T oldest;
    private @Nullable T newest;

    public @Nullable T oldest() {
        return oldest;
    }

    public boolean isEmpty() {
        return oldest == null;
    }

    public void add(T link) {
        T last = newest;
        link.between(last, null);
        if (last == null) {
            oldest = link;
        } else {
            last.between(last.older(), link);
        }
        newest = link;
    }

    /** Whether it was in the chain; nothing happens when it was not (any more). */
    public boolean remove(T link) {
        T before = link.older();
        T after = link.newer();
        if (before == null && after == null && oldest != link) {
            return false;
        }
        if (before == null) {
            oldest = after;
        } else {
            before.between(before.older(), after);
        }
        if (after == null) {
            newest = before;
        } else {
            after.between(before, after.newer());
        }
        link.between(null, null);
        return true;
    }
}
