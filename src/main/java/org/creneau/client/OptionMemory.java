package org.creneau.client;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** This node's snapshot of the option lists, read again from time to time. */
final class OptionMemory implements OptionSource {

    private final OptionStore store;
    private volatile @Nullable Options snapshot;

    OptionMemory(OptionStore store) {
        this.store = store;
    }

    Future<Void> refresh() {
        return store.read().onSuccess(read -> snapshot = read).mapEmpty();
    }

    @Override
    public Options current() {
        Options current = snapshot;
        if (current == null) {
            throw new IllegalStateException("the option lists were asked for before they were read");
        }
        return current;
    }
}
