package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import org.creneau.loadtest.client.RequestWriter;
import org.creneau.loadtest.rush.Journal.Told;

/**
 * A manager who cannot leave the slots alone while everybody books: the capacity of the most popular one goes down and up
 * several times, the next one is closed and opened again, and the last one is cancelled with everybody in it.
 */
final class Manager {

    /** Steps of the capacity of the most popular slot, as shares of what it had at first. */
    private static final double[] CAPACITIES = {0.5, 1.2, 0.3, 1};

    private static final byte[] REASON = "{\"reason\":\"Essai de charge\"}".getBytes(StandardCharsets.US_ASCII);

    private static final int RETRIES = 12;

    private final Scene scene;
    private final Badges badges;
    private final SplittableRandom random;

    Manager(Scene scene, Badges badges, SplittableRandom random) {
        this.scene = scene;
        this.badges = badges;
        this.random = random;
    }

    /** Everything, spread over the first half of the window; complete when the service has answered all of it. */
    Future<Void> work() {
        int slots = scene.offer().size();
        List<Future<?>> done = new ArrayList<>();
        for (int step = 0; step < CAPACITIES.length; step++) {
            double share = CAPACITIES[step];
            done.add(at((step + 1.0) / CAPACITIES.length).compose(now -> capacity(0, share)));
        }
        if (slots > 1) {
            done.add(at(0.5).compose(now -> cancel(slots - 1)));
        }
        if (slots > 2) {
            done.add(at(0.25).compose(now -> change(1, "/close")).compose(closed -> change(1, "/reopen")));
        }
        return Future.join(done).mapEmpty();
    }

    /** @param share of the half of the window */
    private Future<Void> at(double share) {
        long nanos = scene.releaseNanos() + (long) (share * scene.crowd().windowSeconds() / 2 * 1e9);
        long millis = (nanos - System.nanoTime()) / 1_000_000;
        return millis < 1 ? Future.succeededFuture() : scene.vertx().timer(millis).mapEmpty();
    }

    private Future<Void> capacity(int slot, double share) {
        int capacity = Math.max(1, (int) (scene.offer().left(slot) * share));
        byte[] body = ("{\"capacity\":" + capacity + "}").getBytes(StandardCharsets.US_ASCII);
        return insist(writer -> writer.put(path(slot, "/capacity"), badges.managerToken(), body))
                .mapEmpty();
    }

    private Future<Void> change(int slot, String what) {
        return insist(writer -> writer.post(path(slot, what), badges.managerToken(), null, null))
                .mapEmpty();
    }

    private Future<Void> cancel(int slot) {
        UUID id = scene.offer().id(slot);
        return insist(writer -> writer.post(path(slot, "/cancel"), badges.managerToken(), null, REASON))
                .map(reply -> {
                    scene.journal()
                            .calledOff(
                                    badges.manager(),
                                    id,
                                    new Told(
                                            reply.outcome(),
                                            null,
                                            reply.exchange().endNanos()));
                    return null;
                });
    }

    private String path(int slot, String what) {
        return Offer.API + "/staff/slots/" + scene.offer().id(slot) + what;
    }

    private Future<Reply> insist(Function<RequestWriter, Buffer> request) {
        long intended = System.nanoTime();
        return scene.caller().insist(0, request, RETRIES, random).map(reply -> {
            if (reply.sense() == Reply.Sense.DONE) {
                scene.tally().measured(Kind.CHANGE, intended, reply.exchange());
            } else if (reply.definite()) {
                scene.tally().unexpected(reply.exchange());
            }
            return reply;
        });
    }
}
