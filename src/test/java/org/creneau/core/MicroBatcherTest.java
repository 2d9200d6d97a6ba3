package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicroBatcherTest {

    private static final int BATCH = 4;
    private static final int QUEUE = 6;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    /** As they were sent; a test answers the last one with {@link #answer}. */
    private final List<List<Integer>> batches = new ArrayList<>();

    private Promise<List<Future<Integer>>> running = Promise.promise();

    private final MicroBatcher<Integer, Integer> batcher =
            onContext(() -> new MicroBatcher<>(vertx, "test", BATCH, QUEUE, this::send));

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    private Future<List<Future<Integer>>> send(List<Integer> requests) {
        batches.add(List.copyOf(requests));
        running = Promise.promise();
        return running.future();
    }

    /** A batch is sent by the event after the one that adds to it, so each step of a test is one. */
    private <T> T onContext(Supplier<T> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(now -> {
            T result = step.get();
            context.runOnContext(after -> done.complete(result));
        });
        return Await.of(Future.fromCompletionStage(done));
    }

    private List<Future<Integer>> add(int from, int to) {
        return onContext(() -> IntStream.range(from, to).mapToObj(batcher::add).toList());
    }

    /** The batch that is under way, each with ten times what was asked. */
    private void answer() {
        List<Integer> last = batches.get(batches.size() - 1);
        onContext(() -> {
            running.complete(last.stream()
                    .map(request -> Future.succeededFuture(10 * request))
                    .toList());
            return true;
        });
    }

    private static List<Integer> results(List<Future<Integer>> answers) {
        return answers.stream().map(Await::of).toList();
    }

    @Test
    void aLoneRequestWaitsForNobodyAndWhatComesMeanwhileGoesTogether() {
        List<Future<Integer>> first = add(0, 1);
        assertEquals(List.of(List.of(0)), batches);
        List<Future<Integer>> meanwhile = new ArrayList<>(add(1, 2));
        meanwhile.addAll(add(2, 4));
        assertEquals(List.of(List.of(0)), batches, "one batch at a time");
        answer();
        assertEquals(List.of(0), results(first));
        assertEquals(List.of(List.of(0), List.of(1, 2, 3)), batches);
        answer();
        assertEquals(List.of(10, 20, 30), results(meanwhile));
        // And the next lone one, at once again.
        add(9, 10);
        assertEquals(List.of(9), batches.get(2));
    }

    @Test
    void noBatchIsLargerThanItMayBe() {
        List<Future<Integer>> answers = add(0, QUEUE);
        assertEquals(List.of(List.of(0, 1, 2, 3)), batches);
        answer();
        assertEquals(List.of(List.of(0, 1, 2, 3), List.of(4, 5)), batches);
        answer();
        assertEquals(List.of(0, 10, 20, 30, 40, 50), results(answers));
    }

    @Test
    void whatThereIsNoRoomForIsRefusedAtOnceAndTheOthersAreNot() {
        List<Future<Integer>> under = add(0, BATCH);
        List<Future<Integer>> answers = add(BATCH, BATCH + QUEUE + 2);
        for (Future<Integer> refused : answers.subList(QUEUE, QUEUE + 2)) {
            assertInstanceOf(Overloaded.class, refused.cause());
        }
        assertEquals(QUEUE, onContext(batcher::waiting));
        assertFalse(answers.get(0).isComplete());
        answer();
        List<Future<Integer>> later = add(90, 91);
        assertFalse(later.get(0).failed(), "there is room again");
        answer();
        answer();
        assertEquals(List.of(0, 10, 20, 30), results(under));
        assertEquals(List.of(40, 50, 60, 70, 80, 90), results(answers.subList(0, QUEUE)));
        assertEquals(List.of(900), results(later));
        assertEquals(0, onContext(batcher::waiting));
    }

    @Test
    void aBatchThatFailsFailsForAllInItAndForNobodyElse() {
        List<Future<Integer>> lost = add(0, 2);
        List<Future<Integer>> next = add(2, 4);
        onContext(() -> {
            running.fail("lost");
            return true;
        });
        lost.forEach(answer -> assertEquals("lost", answer.cause().getMessage()));
        onContext(() -> {
            running.complete(List.of(Future.failedFuture("no"), Future.succeededFuture(30)));
            return true;
        });
        assertEquals("no", next.get(0).cause().getMessage());
        assertEquals(30, next.get(1).result());
    }

    @Test
    void whatThrowsWhileItIsSentIsAFailureToo() {
        MicroBatcher<Integer, Integer> broken =
                onContext(() -> new MicroBatcher<>(vertx, "test", BATCH, QUEUE, requests -> {
                    throw new IllegalStateException("broken");
                }));
        for (int i = 0; i < 2; i++) {
            Future<Integer> answer = onContext(() -> broken.add(1));
            Await.of(answer.otherwise(0));
            assertEquals("broken", answer.cause().getMessage());
        }
    }
}
