package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns<String> turns = new Turns<>();
    private final List<String> begun = new ArrayList<>();

    @Test
    void oneKeyOneAtATimeWhateverBecomesOfTheOneBefore() {
        Promise<String> first = Promise.promise();
        Promise<String> second = Promise.promise();
        Future<String> one = turns.take("a", () -> begin("first", first));
        Future<String> two = turns.take("a", () -> begin("second", second));
        Future<String> three = turns.take("a", () -> {
            begun.add("third");
            throw new IllegalStateException("broken");
        });
        assertEquals(List.of("first"), begun);

        first.fail("wrong");
        assertTrue(one.failed());
        assertEquals(List.of("first", "second"), begun);

        second.complete("right");
        assertEquals("right", two.result());
        assertTrue(three.failed());
        assertEquals(
                "fourth",
                turns.take("a", () -> Future.succeededFuture("fourth")).result());
    }

    @Test
    void otherKeysDoNotWait() {
        Future<String> waiting = turns.take("a", () -> begin("first", Promise.promise()));
        assertEquals(
                "other", turns.take("b", () -> Future.succeededFuture("other")).result());
        assertFalse(waiting.isComplete());
    }

    private Future<String> begin(String name, Promise<String> promise) {
        begun.add(name);
        return promise.future();
    }
}
