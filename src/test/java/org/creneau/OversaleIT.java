package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rush again, with a Redis that hands seats out twice: what PostgreSQL's index is for, and the proof that the tests
 * would see an oversale.
 */
class OversaleIT {

    private static final int CLIENTS = 500;
    private static final int SEATS = 20;
    private static final int EARLY = 10;
    private static final int FORGOTTEN = 4;

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode node;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        // So rarely that no sweep mends what the test breaks before the clients come.
        node = TestNode.start(database, redis, Map.of("booking.sweepMillis", "60000"));
    }

    @AfterEach
    void stop() {
        node.close();
        backstage.close();
    }

    @Test
    void theIndexHoldsWhateverRedisSays() {
        assertEquals(SEATS, sold(offer.open(SEATS)));
        assertEquals(List.of(), backstage.violations(crowd.history()));
    }

    @Test
    void withoutTheIndexSeatsAreSoldTwiceAndTheCheckerIsRed() {
        Slot slot = offer.open(SEATS);
        offer.execute("drop index booking_seat");

        assertEquals(SEATS + FORGOTTEN, sold(slot));

        List<Violation> found = backstage.violations(crowd.history());
        assertEquals(
                FORGOTTEN,
                found.stream()
                        .filter(one -> one.invariant().equals("a seat is sold once"))
                        .count());
        assertTrue(found.stream().anyMatch(one -> one.invariant().equals("the unique indexes stand")));
    }

    /** Some book, Redis forgets some of their seats, then everybody comes; how many got a seat in the end. */
    private long sold(Slot slot) {
        long early = rush(slot, EARLY);
        assertEquals(EARLY, early);
        for (int seat = 0; seat < FORGOTTEN; seat++) {
            backstage.makeRedisForget(slot.id(), seat);
        }
        return early + rush(slot, CLIENTS - EARLY);
    }

    private long rush(Slot slot, int clients) {
        List<Future<Response>> answers = backstage.clients(clients).stream()
                .map(who -> crowd.book(node, who, slot, null))
                .toList();
        Await.of(Future.all(answers));
        for (Future<Response> answer : answers) {
            if (answer.result().status() != 201) {
                answer.result().expect(409, "slot-full");
            }
        }
        return answers.stream()
                .filter(answer -> answer.result().status() == 201)
                .count();
    }
}
