package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the slots that the crowd will want, and waits until every node knows them. */
final class OfferReader {

    /** New slots are known to running nodes within two seconds. */
    private static final int TRIES = 100;

    private static final long PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final Caller caller;

    OfferReader(Vertx vertx, Caller caller) {
        this.vertx = vertx;
        this.caller = caller;
    }

    Future<Offer> read(List<UUID> ids) {
        return read(ids, new ArrayList<>());
    }

    private Future<Offer> read(List<UUID> ids, List<Offer.Slot> slots) {
        if (slots.size() == ids.size()) {
            return Future.succeededFuture(new Offer(slots));
        }
        return read(ids.get(slots.size()), 0, TRIES).compose(slot -> {
            slots.add(slot);
            return read(ids, slots);
        });
    }

    /** From each node in turn; what the last one says is taken. */
    private Future<Offer.Slot> read(UUID id, int node, int tries) {
        return caller.call(node, writer -> writer.get(Offer.API + "/slots/" + id, null))
                .compose(reply -> {
                    if (reply.sense() == Reply.Sense.DONE) {
                        return node + 1 < caller.nodes()
                                ? read(id, node + 1, TRIES)
                                : Future.succeededFuture(slot(id, new JsonObject(reply.body())));
                    }
                    return tries == 0
                            ? Future.failedFuture(
                                    new IllegalArgumentException("slot " + id + " cannot be read: " + reply.label()))
                            : vertx.timer(PAUSE_MILLIS).compose(over -> read(id, node, tries - 1));
                });
    }

    private static Offer.Slot slot(UUID id, JsonObject json) {
        return new Offer.Slot(
                id,
                json.getJsonObject("type").getString("id"),
                json.getInteger("left"),
                Instant.parse(json.getString("opensAt")));
    }
}
