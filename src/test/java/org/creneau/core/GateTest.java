package org.creneau.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate("test", 2, 2);
    private final List<Promise<Integer>> begun = new ArrayList<>();

    @Test
    void onlySoManyAreUnderWayAndTheOthersFollowInOrder() {
        List<Future<Integer>> answers = List.of(call(), call(), call(), call());
        assertEquals(2, begun.size());

        begun.get(1).complete(1);
        assertEquals(1, answers.get(1).result());
        assertEquals(3, begun.size());
        begun.get(0).fail("lost"); // a failure lets the next one in too
        assertEquals(4, begun.size());
        begun.get(3).complete(3);
        assertEquals(3, answers.get(3).result());
    }

    @Test
    void tooManyThatWaitAreRefused() {
        List<Future<Integer>> answers = List.of(call(), call(), call(), call(), call());
        assertInstanceOf(Overloaded.class, answers.get(4).cause());

        begun.get(0).complete(0);
        call();
        assertEquals(3, begun.size());
    }

    @Test
    void aCallThatThrowsLetsTheNextOneIn() {
        Gate narrow = new Gate("test", 1, 2);
        Future<Integer> broken = narrow.pass(() -> {
            throw new IllegalStateException("broken");
        });
        assertInstanceOf(IllegalStateException.class, broken.cause());
        assertEquals(7, narrow.pass(() -> Future.succeededFuture(7)).result());
    }

    private Future<Integer> call() {
        return gate.pass(() -> {
            Promise<Integer> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        });
    }
}
