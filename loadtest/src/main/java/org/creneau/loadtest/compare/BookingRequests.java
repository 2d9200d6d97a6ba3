package org.creneau.loadtest.compare;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.client.Target;
import org.jspecify.annotations.Nullable;

/**
 * Everybody books in one slot at a time: as many requests for it as it has seats, each by another client, then the next
 * slot. So every request can be granted, and a client is never asked for two bookings of one type.
 */
final class BookingRequests implements Requests {

    static final String PATH = "/api/v1/bookings";

    private final RequestWriter writer;
    private final List<byte[]> tokens;
    private final List<UUID> slots;
    private final List<byte[]> bodies;
    private final int seats;
    private final AtomicLong next = new AtomicLong();

    /**
     * @param tokens of as many clients as a slot has seats, or more
     * @param seats of each slot
     */
    BookingRequests(Target target, List<byte[]> tokens, List<UUID> slots, int seats) {
        if (tokens.size() < seats) {
            throw new IllegalArgumentException(tokens.size() + " clients for " + seats + " seats");
        }
        this.writer = new RequestWriter(target);
        this.tokens = tokens;
        this.slots = List.copyOf(slots);
        this.bodies = slots.stream().map(BookingRequests::body).toList();
        this.seats = seats;
    }

    @Override
    public @Nullable Buffer next() {
        long number = next.getAndIncrement();
        long slot = number / seats;
        if (slot >= slots.size()) {
            return null;
        }
        return writer.post(PATH, tokens.get((int) (number % tokens.size())), null, bodies.get((int) slot));
    }

    /** Slots that no request was made for. */
    List<UUID> unused() {
        long begun = (next.get() + seats - 1) / seats;
        return begun >= slots.size() ? List.of() : slots.subList((int) begun, slots.size());
    }

    static byte[] body(UUID slot) {
        return ("{\"slotId\":\"" + slot + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
