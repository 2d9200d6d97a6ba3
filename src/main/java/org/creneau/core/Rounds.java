package org.creneau.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Work that is done in rounds, one after the other, however many there are. A future that is composed with the next round
 * waits for all that follow, and their end would run back through all of them on one stack: a thousand are too many.
 */
public final class Rounds {

    private Rounds() {}

    /**
     * Does one round after the other.
     *
     * @param round whether there is another one
     */
    public static Future<Void> whileTrue(Supplier<Future<Boolean>> round) {
        Promise<Void> end = Promise.promise();
        next(round, end);
        return end.future();
    }

    /** Rounds that are over at once follow each other in a loop; one that is not goes on from where it ends. */
    private static void next(Supplier<Future<Boolean>> round, Promise<Void> end) {
        while (true) {
            Future<Boolean> done;
            try {
                done = round.get();
            } catch (RuntimeException broken) {
                end.fail(broken);
                return;
            }
            if (!done.isComplete()) {
                done.onComplete(
                        more -> {
                            if (more) {
                                next(round, end);
                            } else {
                                end.complete();
                            }
                        },
                        end::fail);
                return;
            }
            if (done.failed()) {
                end.fail(done.cause());
                return;
            }
            if (!done.result()) {
                end.complete();
                return;
            }
        }
    }
}
