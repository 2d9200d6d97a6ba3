package org.creneau.loadtest.rush;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The slots that the crowd wants, the most popular first. */
final class Offer {

    static final String API = "/api/v1";

    private static final int MAX_PAGE = 100;

    /**
     * One slot as the service showed it before the release.
     *
     * @param left seats that can be booked
     */
    record Slot(UUID id, String typeId, int left, Instant opensAt) {}

    private final List<Slot> slots;
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final byte[][] bodies;
    private final String allPath;
    private final String availablePath;

    /** @param slots one or more, of one type */
    Offer(List<Slot> slots) {
        this.slots = List.copyOf(slots);
        this.bodies = new byte[slots.size()][];
        for (int i = 0; i < slots.size(); i++) {
            UUID id = slots.get(i).id();
            numbers.put(id, i);
            bodies[i] = ("{\"slotId\":\"" + id + "\"}").getBytes(StandardCharsets.US_ASCII);
        }
        String query = "/slots?type=" + slots.get(0).typeId() + "&limit=" + Math.min(slots.size(), MAX_PAGE);
        this.allPath = API + query;
        this.availablePath = API + query + "&available=true";
    }

    int size() {
        return slots.size();
    }

    UUID id(int slot) {
        return slots.get(slot).id();
    }

    /** Seats that could be booked in a slot when the run began. */
    int left(int slot) {
        return slots.get(slot).left();
    }

    /** -1 for a slot that is not of this offer. */
    int number(UUID id) {
        return numbers.getOrDefault(id, -1);
    }

    /** The JSON that names a slot, for booking and moving; not to be changed. */
    byte[] body(int slot) {
        return bodies[slot];
    }

    String searchPath(boolean available) {
        return available ? availablePath : allPath;
    }

    /** Seats that could be booked when the run began. */
    int seats() {
        return slots.stream().mapToInt(Slot::left).sum();
    }

    /** When the last of them opens. */
    Instant opensAt() {
        return slots.stream().map(Slot::opensAt).max(Instant::compareTo).orElseThrow();
    }
}
