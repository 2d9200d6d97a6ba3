package org.creneau.loadtest.compare;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a closed loop sends. Asked from several event loops. */
@FunctionalInterface
interface Requests {

    /** The next request, whole; null when there are no more. */
    @Nullable
    Buffer next();
}
