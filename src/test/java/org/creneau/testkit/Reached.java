package org.creneau.testkit;

import io.vertx.core.Future;
import java.util.Optional;
import org.creneau.core.Unavailable;

/** What a test asks Redis behind its nodes' back, which may have noticed before the test did that Redis is back. */
public final class Reached {

    private Reached() {}

    /** Nothing while whoever asks thinks that it is away: ask again. */
    public static <T> Future<Optional<T>> whenBack(Future<T> answer) {
        return answer.map(Optional::of)
                .recover(e ->
                        e instanceof Unavailable ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(e));
    }
}
