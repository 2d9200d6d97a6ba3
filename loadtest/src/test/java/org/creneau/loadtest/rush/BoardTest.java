package org.creneau.loadtest.rush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID STRANGE = new UUID(0, 3);

    private final Board board = new Board(new Offer(
            List.of(new Offer.Slot(FIRST, "t", 5, Instant.EPOCH), new Offer.Slot(SECOND, "t", 5, Instant.EPOCH))));

    @Test
    void showsWhatIsLeftOfThisOffer() {
        assertEquals(
                BitSet.valueOf(new long[] {0b10}),
                board.shown(page(slot(FIRST, 0), slot(SECOND, 3), slot(STRANGE, 9))));
        assertEquals(BitSet.valueOf(new long[] {0b01}), board.shown(page(slot(FIRST, 1))));
        assertEquals(new BitSet(), board.shown(page()));
    }

    @Test
    void whatIsNoPageShowsNothingAtAll() {
        assertNull(board.shown(Buffer.buffer("{\"items\":[{\"id\":\"x\"}]}")));
        assertNull(board.shown(Buffer.buffer("[]")));
        assertNull(board.shown(Buffer.buffer("<html>")));
    }

    private static Buffer page(JsonObject... slots) {
        JsonArray items = new JsonArray();
        for (JsonObject slot : slots) {
            items.add(slot);
        }
        return new JsonObject().put("items", items).put("nextCursor", "MjA").toBuffer();
    }

    private static JsonObject slot(UUID id, int left) {
        return new JsonObject()
                .put("id", id.toString())
                .put("type", new JsonObject().put("id", "t").put("left", 77))
                .put("segments", new JsonArray().add(new JsonObject().put("id", "no")))
                .put("left", left);
    }
}
