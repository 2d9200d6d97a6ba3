package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.Test;

class RoundsTest {

    /** More than a stack has room for. */
    private static final int MANY = 100_000;

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void manyRoundsThatTakeAMoment() {
        Vertx vertx = Vertx.vertx();
        try {
            Await.of(Rounds.whileTrue(() -> later(vertx)));
            assertEquals(MANY, done.get());
        } finally {
            Await.of(vertx.close());
        }
    }

    @Test
    void manyRoundsThatAreOverAtOnce() {
        assertTrue(Rounds.whileTrue(() -> Future.succeededFuture(done.incrementAndGet() < MANY))
                .succeeded());
        assertEquals(MANY, done.get());
    }

    @Test
    void itEndsWithTheRoundThatFails() {
        RuntimeException failure = new IllegalStateException("no");
        Supplier<Future<Boolean>> round =
                () -> done.incrementAndGet() < 3 ? Future.succeededFuture(true) : Future.failedFuture(failure);
        assertSame(failure, Rounds.whileTrue(round).cause());
        assertEquals(3, done.get());
        assertSame(
                failure,
                Rounds.whileTrue(() -> {
                            throw failure;
                        })
                        .cause());
    }

    private Future<Boolean> later(Vertx vertx) {
        Promise<Boolean> round = Promise.promise();
        vertx.runOnContext(now -> round.complete(done.incrementAndGet() < MANY));
        return round.future();
    }
}
