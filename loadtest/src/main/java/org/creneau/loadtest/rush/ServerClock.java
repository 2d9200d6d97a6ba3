package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.creneau.loadtest.client.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The service's clock, as a client can know it: of several questions, the one answered fastest, which was answered half
 * way between asking and hearing.
 *
 * @param server what the service's clock showed …
 * @param nanos … at this {@link System#nanoTime()}
 * @param errorNanos how wrong that can be at most: half the time that the answer took
 */
record ServerClock(Instant server, long nanos, long errorNanos) {

    private static final int QUESTIONS = 10;

    static Future<ServerClock> read(Caller caller) {
        return read(caller, 0, null);
    }

    private static Future<ServerClock> read(Caller caller, int asked, @Nullable ServerClock best) {
        if (asked == QUESTIONS * caller.nodes()) {
            return best == null
                    ? Future.failedFuture(new IllegalStateException("the service does not tell the time"))
                    : Future.succeededFuture(best);
        }
        return caller.call(asked, writer -> writer.get(Offer.API + "/time", null))
                .compose(reply -> read(caller, asked + 1, better(best, reply)));
    }

    private static @Nullable ServerClock better(@Nullable ServerClock best, Reply reply) {
        String now = Fields.text(reply.body(), "now");
        if (reply.sense() != Reply.Sense.DONE || now == null) {
            return best;
        }
        Exchange exchange = reply.exchange();
        long half = (exchange.endNanos() - exchange.sentNanos()) / 2;
        return best != null && best.errorNanos() <= half
                ? best
                : new ServerClock(Instant.parse(now), exchange.sentNanos() + half, half);
    }

    /** When the service's clock will show, or showed, an instant. */
    long nanosOf(Instant instant) {
        return nanos + ChronoUnit.NANOS.between(server, instant);
    }
}
