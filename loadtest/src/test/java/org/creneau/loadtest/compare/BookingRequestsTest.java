package org.creneau.loadtest.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.loadtest.client.Target;
import org.junit.jupiter.api.Test;

class BookingRequestsTest {

    private static final int SEATS = 3;

    private final List<UUID> slots = List.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3));
    private final List<byte[]> tokens = IntStream.range(0, 5)
            .mapToObj(i -> ("token" + i).getBytes(StandardCharsets.US_ASCII))
            .toList();
    private final BookingRequests requests = new BookingRequests(new Target("localhost", 80), tokens, slots, SEATS);

    @Test
    void fillsOneSlotAfterTheOtherWithDifferentClients() {
        for (UUID slot : slots) {
            Set<String> clients = new HashSet<>();
            for (int i = 0; i < SEATS; i++) {
                String request = next();
                assertTrue(request.endsWith("{\"slotId\":\"" + slot + "\"}"), request);
                assertTrue(clients.add(request.substring(request.indexOf("token"), request.indexOf("token") + 6)));
            }
        }
        assertNull(requests.next());
    }

    @Test
    void tellsWhichSlotsNobodyWasSentTo() {
        assertEquals(slots, requests.unused());
        next();
        assertEquals(slots.subList(1, 3), requests.unused());
        IntStream.range(0, SEATS).forEach(i -> next());
        assertEquals(slots.subList(2, 3), requests.unused());
        IntStream.range(0, 100).forEach(i -> requests.next());
        assertEquals(List.of(), requests.unused());
    }

    @Test
    void noClientCouldBookTwiceInOneSlot() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new BookingRequests(new Target("localhost", 80), tokens.subList(0, 2), slots, SEATS));
    }

    private String next() {
        Buffer request = requests.next();
        assertTrue(request != null);
        return request.toString();
    }
}
