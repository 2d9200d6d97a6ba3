package org.creneau.loadtest.compare;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.client.Target;
import org.jspecify.annotations.Nullable;

/** The simpler loads. */
final class Loads {

    static final String BASE = "/api/v1";

    private Loads() {}

    /** One request again and again. */
    static Load same(Target target, String path) {
        Buffer request = new RequestWriter(target).get(path, null);
        return new Load(() -> request, "200");
    }

    /** One path, by one client after the other. */
    static Load byEverybody(Target target, String path, List<byte[]> tokens) {
        RequestWriter writer = new RequestWriter(target);
        AtomicLong next = new AtomicLong();
        return new Load(() -> writer.get(path, tokens.get((int) (next.getAndIncrement() % tokens.size()))), "200");
    }

    /** One path, once by each client. */
    static Requests onceByEach(Target target, String path, List<byte[]> tokens) {
        RequestWriter writer = new RequestWriter(target);
        AtomicLong next = new AtomicLong();
        return () -> {
            long number = next.getAndIncrement();
            return number < tokens.size() ? writer.get(path, tokens.get((int) number)) : null;
        };
    }

    /** Bookings of one slot by one client after the other, for which another answer than a seat is expected. */
    static Load sameSlot(Target target, UUID slot, List<byte[]> tokens, boolean keyed, String wanted) {
        RequestWriter writer = new RequestWriter(target);
        byte[] body = BookingRequests.body(slot);
        AtomicLong next = new AtomicLong();
        return new Load(
                () -> {
                    long number = next.getAndIncrement();
                    @Nullable String key = keyed ? "load-" + number : null;
                    return writer.post(BookingRequests.PATH, tokens.get((int) (number % tokens.size())), key, body);
                },
                wanted);
    }

    static List<byte[]> ascii(List<String> tokens) {
        return tokens.stream()
                .map(token -> token.getBytes(StandardCharsets.US_ASCII))
                .toList();
    }
}
