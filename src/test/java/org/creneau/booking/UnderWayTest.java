package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private final UnderWay<String, String> requests = new UnderWay<>();
    private final List<Promise<String>> started = new ArrayList<>();

    @Test
    void aRepetitionBeforeTheAnswerWaitsForThatAnswer() {
        Future<String> first = ask("k");
        assertSame(first, ask("k"));
        ask("other");
        assertEquals(2, started.size());

        started.get(0).complete("seat 0");
        assertEquals("seat 0", first.result());
    }

    @Test
    void afterTheAnswerARepetitionAsksAnew() {
        ask("k");
        started.get(0).fail("unknown");
        ask("k");
        assertEquals(2, started.size());
    }

    @Test
    void whatIsAnsweredAtOnceIsForgottenAtOnce() {
        requests.join("k", () -> Future.succeededFuture("full"));
        ask("k");
        assertEquals(1, started.size());
    }

    private Future<String> ask(String key) {
        return requests.join(key, () -> {
            Promise<String> promise = Promise.promise();
            started.add(promise);
            return promise.future();
        });
    }
}
