package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressTest {

    private static final int LOOPS = 3;
    private static final long LONG_MILLIS = 60_000;

    private record Question(String text) {}

    private record Answer(Question to, Thread by) {}

    private static final Address<Question, Answer> ADDRESS = new Address<>("test");
    private static final Question QUESTION = new Question("?");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private static final class Serving extends VerticleBase {
        private final Function<Question, Future<Answer>> handler;

        private Serving(Function<Question, Future<Answer>> handler) {
            this.handler = handler;
        }

        @Override
        public Future<?> start() {
            ADDRESS.serve(vertx, handler);
            return Future.succeededFuture();
        }
    }

    private String serve(int instances, Function<Question, Future<Answer>> handler) {
        return Await.of(
                vertx.deployVerticle(() -> new Serving(handler), new DeploymentOptions().setInstances(instances)));
    }

    private static Future<Answer> echo(Question question) {
        return Future.succeededFuture(new Answer(question, Thread.currentThread()));
    }

    private Future<Answer> ask(long timeoutMillis) {
        return ADDRESS.request(vertx, QUESTION, timeoutMillis);
    }

    private <T> T on(Context context, Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> action.get().onComplete(done));
        return Await.of(done.future());
    }

    /** On one event loop after the other. */
    private Context newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    @Test
    void commandAndResultAreHandedOverAsTheyAre() {
        serve(1, AddressTest::echo);
        assertSame(QUESTION, Await.of(ask(LONG_MILLIS)).to());
    }

    @Test
    void theAnswerComesOnTheCallersContext() {
        serve(1, AddressTest::echo);
        int elsewhere = 0;
        for (int i = 0; i < LOOPS; i++) {
            Context caller = newContext();
            boolean differs = on(
                    caller,
                    () -> ask(LONG_MILLIS).map(answer -> {
                        assertSame(caller, Vertx.currentContext());
                        return answer.by() != Thread.currentThread();
                    }));
            elsewhere += differs ? 1 : 0;
        }
        assertEquals(LOOPS - 1, elsewhere, "one caller shares the event loop, the others do not");
    }

    @Test
    void theHandlerRunsOnItsVerticlesContext() {
        Set<Context> seen = ConcurrentHashMap.newKeySet();
        serve(1, question -> {
            seen.add(vertx.getOrCreateContext());
            return echo(question);
        });
        for (int i = 0; i < LOOPS; i++) {
            on(
                    newContext(),
                    () -> ask(LONG_MILLIS).map(answer -> {
                        assertFalse(seen.contains(vertx.getOrCreateContext()));
                        return answer;
                    }));
        }
        assertEquals(1, seen.size());
    }

    @Test
    void theNearestServes() {
        serve(LOOPS, AddressTest::echo);
        Set<Thread> servers = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < LOOPS; i++) {
            servers.add(on(
                    newContext(),
                    () -> ask(LONG_MILLIS).map(answer -> {
                        assertSame(Thread.currentThread(), answer.by());
                        return answer.by();
                    })));
        }
        assertEquals(LOOPS, servers.size());
    }

    @Test
    void whereNobodyIsNearTheyTakeTurns() {
        serve(LOOPS - 1, AddressTest::echo);
        Set<Thread> servers = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < LOOPS; i++) {
            Context caller = newContext();
            for (int j = 0; j < LOOPS - 1; j++) {
                servers.add(on(caller, () -> ask(LONG_MILLIS)).by());
            }
        }
        assertEquals(LOOPS - 1, servers.size());
    }

    @Test
    void failuresAreHandedOverAsTheyAre() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        IllegalStateException failed = new IllegalStateException("failed");
        AtomicBoolean throwing = new AtomicBoolean(true);
        serve(1, question -> {
            if (throwing.get()) {
                throw thrown;
            }
            return Future.failedFuture(failed);
        });
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> Await.of(ask(LONG_MILLIS))));
        throwing.set(false);
        assertSame(failed, assertThrows(IllegalStateException.class, () -> Await.of(ask(LONG_MILLIS))));
    }

    @Test
    void anAddressThatNobodyServesIsUnavailable() {
        assertThrows(Unavailable.class, () -> Await.of(ask(LONG_MILLIS)));
        String deployment = serve(2, AddressTest::echo);
        assertSame(QUESTION, Await.of(ask(LONG_MILLIS)).to());
        Await.of(vertx.undeploy(deployment));
        assertThrows(Unavailable.class, () -> Await.of(ask(LONG_MILLIS)));
    }

    @Test
    void whoRemainsServesAlone() {
        serve(1, AddressTest::echo);
        AtomicInteger asked = new AtomicInteger();
        String other = serve(1, question -> {
            asked.incrementAndGet();
            return echo(question);
        });
        Await.of(vertx.undeploy(other));
        for (int i = 0; i < 2 * LOOPS; i++) {
            assertSame(QUESTION, on(newContext(), () -> ask(LONG_MILLIS)).to());
        }
        assertEquals(0, asked.get());
    }

    @Test
    void aRequestThatIsUnderWayIsAnsweredByWhoeverIsUndeployed() {
        Promise<Answer> slow = Promise.promise();
        Promise<Void> arrived = Promise.promise();
        String deployment = serve(1, question -> {
            arrived.tryComplete();
            return slow.future();
        });
        Future<Answer> answer = ask(LONG_MILLIS);
        Await.of(arrived.future());
        Await.of(vertx.undeploy(deployment));
        slow.complete(new Answer(QUESTION, Thread.currentThread()));
        assertSame(QUESTION, Await.of(answer).to());
    }

    @Test
    void waitingEndsAndALateAnswerIsForNobody() {
        Promise<Answer> never = Promise.promise();
        serve(1, question -> never.future());
        for (int i = 0; i < LOOPS; i++) {
            Context caller = newContext();
            on(caller, () -> {
                Future<Answer> patient = ask(LONG_MILLIS);
                return ask(1).otherwiseEmpty().map(over -> {
                    assertFalse(patient.isComplete(), "each has its own limit");
                    return over;
                });
            });
        }
        Future<Answer> late = ask(1);
        assertThrows(Unavailable.class, () -> Await.of(late));
        never.complete(new Answer(QUESTION, Thread.currentThread()));
        assertTrue(late.failed());
    }

    @Test
    void shardsAreAddressesOfTheirOwn() {
        serve(1, AddressTest::echo);
        assertNotEquals(ADDRESS, ADDRESS.shard(0));
        assertThrows(Unavailable.class, () -> Await.of(ADDRESS.shard(0).request(vertx, QUESTION, LONG_MILLIS)));
    }
}
