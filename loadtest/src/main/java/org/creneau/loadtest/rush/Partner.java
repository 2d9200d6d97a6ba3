package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.rush.Journal.Told;
import org.jspecify.annotations.Nullable;

/**
 * A partner's system in the rush. For some of its clients it holds a seat while they make up their minds: then it books
 * what is held, or gives it back, or forgets about it until it is too late. For the others it books in batches.
 */
final class Partner {

    private static final String HOLDS = Offer.API + "/partner/holds";

    /** The shortest that can be asked for. */
    private static final int HOLD_MINUTES = 1;

    /** How much later somebody comes who is too late. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final double BATCHED_SHARE = 0.4;
    private static final double CONFIRMED_SHARE = 0.5;
    private static final double RELEASED_SHARE = 0.2;

    private static final int RETRIES = 12;

    private final Scene scene;
    private final Badges badges;
    private final SplittableRandom random;

    Partner(Scene scene, Badges badges, SplittableRandom random) {
        this.scene = scene;
        this.badges = badges;
        this.random = random;
    }

    /** Everything; complete when what was held and forgotten is over, too. */
    Future<Void> work(List<UUID> clients) {
        int batched = (int) (clients.size() * BATCHED_SHARE);
        List<Future<?>> done = new ArrayList<>();
        Batches batches = new Batches(scene, badges, random.split());
        done.add(batches.book(clients.subList(0, batched)));
        for (UUID client : clients.subList(batched, clients.size())) {
            long arrival = (long) (random.nextDouble() * scene.crowd().windowSeconds() / 2 * 1e9);
            done.add(at(scene.releaseNanos() + arrival).compose(now -> hold(client)));
        }
        return Future.join(done).mapEmpty();
    }

    private Future<Void> hold(UUID client) {
        OptionalInt wanted = scene.popularity().pick(random, slot -> true);
        UUID slot = scene.offer().id(wanted.orElse(0));
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        byte[] body = new JsonObject()
                .put("clientId", client.toString())
                .put("slotId", slot.toString())
                .put("minutes", HOLD_MINUTES)
                .encode()
                .getBytes(StandardCharsets.US_ASCII);
        double fate = random.nextDouble();
        return insist(Kind.HOLD, writer -> writer.post(HOLDS, badges.partnerToken(), key, body))
                .compose(reply -> {
                    Told told = told(reply);
                    scene.journal().held(client, key, slot, told, until(reply));
                    UUID held = told.bookingId();
                    return held == null
                            ? Future.succeededFuture()
                            : decide(client, slot, held, fate, reply.exchange().endNanos());
                });
    }

    private Future<Void> decide(UUID client, UUID slot, UUID held, double fate, long heldNanos) {
        long decided = System.nanoTime() + (long) (scene.crowd().thinkMillis() * 1e6 * (0.5 + random.nextDouble()));
        if (fate < CONFIRMED_SHARE) {
            return at(decided).compose(now -> confirm(client, slot, held));
        }
        if (fate < CONFIRMED_SHARE + RELEASED_SHARE) {
            return at(decided).compose(now -> release(client, slot, held));
        }
        long over = heldNanos + TimeUnit.MINUTES.toNanos(HOLD_MINUTES) + LATE_NANOS;
        return at(over).compose(now -> confirmTooLate(held));
    }

    private Future<Void> confirm(UUID client, UUID slot, UUID held) {
        return insist(Kind.CONFIRM, post(held, "/confirm")).map(reply -> {
            scene.journal().confirmed(client, slot, held, told(reply));
            return null;
        });
    }

    private Future<Void> release(UUID client, UUID slot, UUID held) {
        return insist(Kind.CONFIRM, post(held, "/release")).map(reply -> {
            scene.journal().released(client, slot, held, told(reply));
            return null;
        });
    }

    /** Not noted: whatever it is told, what is held may not become a booking by it, which the checker looks for. */
    private Future<Void> confirmTooLate(UUID held) {
        return scene.caller().insist(0, post(held, "/confirm"), RETRIES, random).mapEmpty();
    }

    private Function<RequestWriter, Buffer> post(UUID held, String what) {
        return writer -> writer.post(HOLDS + "/" + held + what, badges.partnerToken(), null, null);
    }

    private Future<Reply> insist(Kind kind, Function<RequestWriter, Buffer> request) {
        long intended = System.nanoTime();
        return scene.caller()
                .insist(random.nextInt(16), request, RETRIES, random)
                .map(reply -> {
                    if (reply.sense() == Reply.Sense.DONE) {
                        scene.tally().measured(kind, intended, reply.exchange());
                    } else if (reply.definite()) {
                        scene.tally().measured(Kind.REFUSE, intended, reply.exchange());
                    }
                    return reply;
                });
    }

    private static Told told(Reply reply) {
        String id = reply.sense() == Reply.Sense.DONE ? Fields.text(reply.body(), "id") : null;
        return new Told(
                reply.outcome(),
                id == null ? null : UUID.fromString(id),
                reply.exchange().endNanos());
    }

    /** Up to when a seat is held. */
    private static @Nullable Instant until(Reply reply) {
        String text = reply.sense() == Reply.Sense.DONE ? Fields.text(reply.body(), "expiresAt") : null;
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }

    private Future<Void> at(long nanos) {
        long millis = Math.floorDiv(nanos - System.nanoTime() + 999_999, 1_000_000L);
        return millis < 1 || scene.caller().stopped()
                ? Future.succeededFuture()
                : scene.vertx().timer(millis).mapEmpty();
    }
}
