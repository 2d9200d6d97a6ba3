package org.creneau.loadtest.rush;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Those who work with the service during a rush, with their tokens.
 *
 * @param clients whom the partner's system looks after; they are not in the crowd
 */
record Company(Insiders insiders, Badges badges, List<UUID> clients) {

    Company {
        clients = List.copyOf(clients);
    }

    /** Lets them work, on one event loop; complete when all of them are done. */
    Future<Void> work(Scene scene) {
        SplittableRandom random = new SplittableRandom(scene.crowd().seed() ^ clients.size());
        List<Future<Void>> parts = new ArrayList<>();
        if (!clients.isEmpty()) {
            parts.add(new Partner(scene, badges, random.split()).work(clients));
        }
        if (insiders.changes()) {
            parts.add(new Manager(scene, badges, random.split()).work());
        }
        return Future.join(parts).mapEmpty();
    }
}
