package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.creneau.loadtest.rush.Journal.Told;
import org.creneau.ops.ClientHistory.Outcome;

/** A partner's system books for many of its clients at once, and repeats what it got no answer to. */
final class Batches {

    private static final String PATH = Offer.API + "/partner/bookings/batch";

    private static final int SIZE = 20;

    private static final int RETRIES = 12;

    /** One of a batch. */
    private record Wish(UUID client, String key, UUID slot) {}

    private final Scene scene;
    private final Badges badges;
    private final SplittableRandom random;

    Batches(Scene scene, Badges badges, SplittableRandom random) {
        this.scene = scene;
        this.badges = badges;
        this.random = random;
    }

    /** A batch after the other, from the release on; complete when all are answered. */
    Future<Void> book(List<UUID> clients) {
        long millis = Math.max(1, (scene.releaseNanos() - System.nanoTime()) / 1_000_000);
        return scene.vertx().timer(millis).compose(open -> next(clients, 0));
    }

    private Future<Void> next(List<UUID> clients, int from) {
        if (from >= clients.size() || scene.caller().stopped()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + SIZE, clients.size());
        return batch(clients.subList(from, to)).compose(done -> next(clients, to));
    }

    private Future<Void> batch(List<UUID> clients) {
        List<Wish> wishes = new ArrayList<>();
        JsonArray items = new JsonArray();
        for (UUID client : clients) {
            int slot = scene.popularity().pick(random, number -> true).orElse(0);
            Wish wish = new Wish(
                    client,
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    scene.offer().id(slot));
            wishes.add(wish);
            items.add(new JsonObject()
                    .put("key", wish.key())
                    .put("clientId", wish.client().toString())
                    .put("slotId", wish.slot().toString())
                    .put("as", "PARTNER"));
        }
        byte[] body = new JsonObject().put("bookings", items).encode().getBytes(StandardCharsets.US_ASCII);
        long intended = System.nanoTime();
        return scene.caller()
                .insist(0, writer -> writer.post(PATH, badges.partnerToken(), null, body), RETRIES, random)
                .map(reply -> {
                    note(wishes, reply);
                    if (reply.sense() == Reply.Sense.DONE) {
                        scene.tally().measured(Kind.BATCH, intended, reply.exchange());
                    } else if (reply.definite()) {
                        scene.tally().unexpected(reply.exchange());
                    }
                    return null;
                });
    }

    private void note(List<Wish> wishes, Reply reply) {
        JsonArray results = reply.sense() == Reply.Sense.DONE
                ? new JsonObject(reply.body()).getJsonArray("results")
                : new JsonArray();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            Told told = i < results.size()
                    ? told(results.getJsonObject(i), reply.exchange().endNanos())
                    : new Told(reply.outcome(), null, reply.exchange().endNanos());
            scene.journal().booked(wish.client(), wish.key(), wish.slot(), List.of(told));
        }
    }

    private static Told told(JsonObject result, long nanos) {
        JsonObject booking = result.getJsonObject("booking");
        if (booking != null) {
            return new Told(Outcome.ACKNOWLEDGED, UUID.fromString(booking.getString("id")), nanos);
        }
        int status = result.getInteger("status");
        return new Told(status / 100 == 4 && status != 429 ? Outcome.REFUSED : Outcome.UNKNOWN, null, nanos);
    }
}
