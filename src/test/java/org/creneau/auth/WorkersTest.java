package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.creneau.core.Overloaded;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers(vertx, "test", 1, 1);

    @BeforeEach
    void startsEmpty() {
        assertEquals(0, workers.inFlight());
    }

    @AfterEach
    void close() throws Exception {
        workers.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void admitsOneForEachThreadAndPlaceInTheQueueAndRefusesTheRest() {
        Promise<String> first = Promise.promise();
        Promise<String> second = Promise.promise();
        workers.admit(first::future);
        workers.admit(second::future);
        assertInstanceOf(
                Overloaded.class,
                workers.admit(() -> Future.succeededFuture("third")).cause());

        first.complete("done");
        assertEquals(
                "third", workers.admit(() -> Future.succeededFuture("third")).result());
        second.fail("also over");
        assertEquals(0, workers.inFlight());
    }

    @Test
    void aRequestThatBreaksAtOnceGivesItsPlaceBack() {
        Future<String> broken = workers.admit(() -> {
            throw new IllegalStateException("broken");
        });
        assertInstanceOf(IllegalStateException.class, broken.cause());
        assertEquals(0, workers.inFlight());
    }

    @Test
    void computesElsewhereAndComesBackToTheCallersEventLoop() throws Exception {
        Promise<Boolean> cameBack = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(start -> workers.run(() -> Thread.currentThread().getName())
                .onSuccess(thread -> cameBack.complete(thread.startsWith("test-")
                        && Vertx.currentContext() == context
                        && Context.isOnEventLoopThread()))
                .onFailure(cameBack::fail));
        assertTrue(cameBack.future().await(20, TimeUnit.SECONDS));
    }
}
