package org.creneau.loadtest.rush;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.creneau.loadtest.client.Answer.Failure;
import org.creneau.loadtest.client.Answer.Response;
import org.creneau.loadtest.client.Exchange;
import org.creneau.ops.ClientHistory.Outcome;

/**
 * What an answer means to a client.
 *
 * @param code of a problem, such as {@code slot-full}; empty without one
 */
record Reply(Exchange exchange, Sense sense, String code) {

    /** Whether something was done, and whether that is certain. */
    enum Sense {
        DONE,
        REFUSED,
        /** 503 or 429: the same request again, later. */
        COME_BACK,
        /** Something that nobody should get: the outcome is open. */
        UNEXPECTED,
        NO_RESPONSE
    }

    static Sense sense(Exchange exchange) {
        if (!(exchange.answer() instanceof Response response)) {
            return Sense.NO_RESPONSE;
        }
        int status = response.status();
        if (status == 503 || status == 429) {
            return Sense.COME_BACK;
        }
        if (status / 100 == 2) {
            return Sense.DONE;
        }
        return status / 100 == 4 ? Sense.REFUSED : Sense.UNEXPECTED;
    }

    /** Nothing that is asked again could change it. */
    boolean definite() {
        return sense == Sense.DONE || sense == Sense.REFUSED;
    }

    boolean is(String problem) {
        return sense == Sense.REFUSED && code.equals(problem);
    }

    Outcome outcome() {
        return switch (sense) {
            case DONE -> Outcome.ACKNOWLEDGED;
            case REFUSED -> Outcome.REFUSED;
            case COME_BACK, UNEXPECTED, NO_RESPONSE -> Outcome.UNKNOWN;
        };
    }

    /** Empty when there was no response. */
    Buffer body() {
        return exchange.answer() instanceof Response response ? response.body() : Buffer.buffer();
    }

    /** For the table of answers: {@code 201}, {@code 409 slot-full}, {@code no response: timeout}. */
    String label() {
        if (exchange.answer() instanceof Response response) {
            return code.isEmpty() ? String.valueOf(response.status()) : response.status() + " " + code;
        }
        return exchange.answer() instanceof Failure failure
                ? "no response: "
                        + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : "no response";
    }
}
