package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks each node how many seats are left in each slot. */
final class LeftReader {

    private final Caller caller;
    private final List<UUID> slots;
    private final List<Map<UUID, Integer>> left = new ArrayList<>();

    private LeftReader(Caller caller, List<UUID> slots) {
        this.caller = caller;
        this.slots = slots;
        for (int node = 0; node < caller.nodes(); node++) {
            left.add(new HashMap<>());
        }
    }

    /** One map for each node; a slot about which a node does not answer is not in its map. */
    static Future<List<Map<UUID, Integer>>> read(Caller caller, List<UUID> slots) {
        LeftReader reader = new LeftReader(caller, slots);
        return reader.next(0);
    }

    private Future<List<Map<UUID, Integer>>> next(int asked) {
        if (asked == slots.size() * caller.nodes()) {
            return Future.succeededFuture(left);
        }
        int node = asked % caller.nodes();
        UUID slot = slots.get(asked / caller.nodes());
        return caller.call(node, writer -> writer.get(Offer.API + "/slots/" + slot, null))
                .compose(reply -> {
                    if (reply.sense() == Reply.Sense.DONE) {
                        left.get(node).put(slot, new JsonObject(reply.body()).getInteger("left"));
                    }
                    return next(asked + 1);
                });
    }
}
