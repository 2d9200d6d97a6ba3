package org.creneau.loadtest.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import org.creneau.loadtest.client.Answer;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private final Outcomes outcomes = new Outcomes();

    @Test
    void successIsTheStatusAlone() {
        assertEquals("201", name(201, "{\"code\":\"not-a-problem\"}"));
    }

    @Test
    void aProblemHasItsCode() {
        assertEquals("409 slot-full", name(409, "{\"status\":409,\"code\":\"slot-full\"}"));
        assertEquals("409 slot-full", name(409, "{\"status\":409,\"code\":\"slot-full\"}"));
        assertEquals("409 already-booked", name(409, "{\"status\":409,\"code\":\"already-booked\"}"));
        assertEquals("502", name(502, "<html>"));
    }

    @Test
    void noAnswerIsWhyThereWasNone() {
        assertEquals("TIMEOUT", outcomes.name(new Answer.Failure(Answer.FailureKind.TIMEOUT)));
    }

    private String name(int status, String body) {
        return outcomes.name(new Answer.Response(status, Buffer.buffer(body), Answer.NO_RETRY_AFTER));
    }
}
