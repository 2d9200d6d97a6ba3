package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.OwnRedis;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The capacity of a slot, changed while people book, on two nodes; with and without Redis. */
class CapacityIT {

    private final String database = TestServers.newDatabase();
    private final OwnRedis redis = new OwnRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode one;
    private TestNode other;
    private Desk desk;
    private Desk otherDesk;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis.url());
        one = TestNode.start(database, redis.url(), Map.of("rateLimits", "OFF"));
        other = TestNode.start(database, redis.url(), Map.of("rateLimits", "OFF"));
        TestClient manager = backstage.employee("clef", false, true);
        desk = new Desk(one, manager);
        otherDesk = new Desk(other, manager);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        backstage.close();
        redis.close();
    }

    private void everythingIsInOrder() {
        assertEquals(List.of(), backstage.violations(crowd.history()));
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
    }

    private Response book(TestNode node, Slot slot) {
        return Await.of(crowd.book(node, backstage.client(), slot, null));
    }

    private void isShown(Slot slot, int capacity, int left) {
        for (Desk each : List.of(desk, otherDesk)) {
            Until.holds(() -> {
                JsonObject shown = each.shown(slot.id());
                return shown.getInteger("capacity") == capacity && shown.getInteger("left") == left;
            });
        }
    }

    private static void isSet(JsonObject answer, int capacity, int wanted, int withdrawn) {
        assertEquals(
                List.of(capacity, wanted, withdrawn),
                List.of(answer.getInteger("capacity"), answer.getInteger("wanted"), answer.getInteger("withdrawn")));
    }

    /** Of those that were withdrawn, the other node's pursuit may have been quicker with some. */
    private static void isReached(JsonObject answer, int capacity) {
        assertEquals(List.of(capacity, capacity), List.of(answer.getInteger("capacity"), answer.getInteger("wanted")));
    }

    private long withdrawn(Slot slot) {
        return offer.count("select count(*) from booking where state = 'WITHDRAWN' and slot_id = '" + slot.id() + "'");
    }

    @Test
    void freeSeatsAreWithdrawnAndComeBackAndThenThereAreNewOnes() {
        Slot slot = offer.open(10);
        for (int i = 0; i < 3; i++) {
            book(one, slot).expect(201);
        }
        isReached(desk.capacity(slot, 5).await().expect(200), 5);
        assertEquals(5, withdrawn(slot));
        isShown(slot, 5, 2);
        book(one, slot).expect(201);
        book(other, slot).expect(201);
        book(one, slot).expect(409, "slot-full");
        book(other, slot).expect(409, "slot-full");

        isSet(otherDesk.capacity(slot, 8).await().expect(200), 8, 8, 0);
        assertEquals(2, withdrawn(slot));
        isShown(slot, 8, 3);
        book(one, slot).expect(201); // both nodes had learned that it was full

        isSet(desk.capacity(slot, 20).await().expect(200), 20, 20, 0);
        assertEquals(0, withdrawn(slot));
        isShown(slot, 20, 14);
        for (int i = 0; i < 14; i++) {
            book(i % 2 == 0 ? one : other, slot).expect(201);
        }
        book(one, slot).expect(409, "slot-full");
        everythingIsInOrder();
    }

    @Test
    void whatWasWithdrawnWhileTheSlotWasClosedIsNobodysAfterwards() {
        Slot slot = offer.open(5);
        desk.close(slot).await().expect(200);
        offer.execute("update slot set closed_at = closed_at - interval '1 minute'");
        isReached(desk.capacity(slot, 2).await().expect(200), 2);
        assertEquals(3, withdrawn(slot));
        isSet(desk.capacity(slot, 5).await().expect(200), 5, 5, 0);
        assertEquals(3, offer.count("select count(*) from booking where state = 'CANCELLED' and client_id = id"));
        everythingIsInOrder();
    }

    /** More than one go of the pursuit takes on; those behind must not wait for those before. */
    @Test
    void everySlotHasItsTurn() {
        List<Slot> full = Stream.generate(() -> offer.open(1)).limit(205).toList();
        offer.execute("""
                update slot set capacity = 2;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                select gen_random_uuid(), ranked.id, seat, gen_random_uuid(), type_id, 'BOOKED', 'CLIENT'
                from (select *, row_number() over (order by id) as place from slot) ranked, generate_series(0, 1) seat
                where place <= 202 or seat = 0;
                update slot set wanted_capacity = 1, wanted_by = gen_random_uuid(), wanted_source = 'MINISTRY'""");
        Until.holds(() -> offer.count("select count(*) from slot where withdrawn = 1") == 3);
        assertEquals(205, full.size());
    }

    @Test
    void whatIsNotFreeYetGoesWhenItComesFree() {
        Slot slot = offer.open(4);
        List<TestClient> clients = backstage.clients(4);
        List<UUID> bookings = clients.stream()
                .map(who -> Crowd.id(Await.of(crowd.book(one, who, slot, null))))
                .toList();
        isSet(desk.capacity(slot, 2).await().expect(200), 4, 2, 0);
        isShown(slot, 4, 0);
        Await.of(crowd.cancel(other, clients.get(0), bookings.get(0))).expect(200);
        isShown(slot, 3, 0);
        Await.of(crowd.cancel(one, clients.get(3), bookings.get(3))).expect(200);
        isShown(slot, 2, 0);
        Until.holds(() -> offer.count("select count(*) from slot where wanted_capacity is not null") == 0);
        book(one, slot).expect(409, "slot-full");

        // What is reached goes on no longer.
        Await.of(crowd.cancel(one, clients.get(1), bookings.get(1))).expect(200);
        isShown(slot, 2, 1);
        everythingIsInOrder();
    }

    @Test
    void anotherWishReplacesTheOneThatIsNotReached() {
        Slot slot = offer.open(3);
        TestClient who = backstage.client();
        UUID booking = Crowd.id(Await.of(crowd.book(one, who, slot, null)));
        book(one, slot).expect(201);
        book(one, slot).expect(201);
        isSet(desk.capacity(slot, 1).await().expect(200), 3, 1, 0);
        isSet(otherDesk.capacity(slot, 3).await().expect(200), 3, 3, 0);
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        isShown(slot, 3, 1);
        assertEquals(0, withdrawn(slot));
        everythingIsInOrder();
    }

    /** Both work out the same difference; only one of them may withdraw it. */
    @Test
    void twoNodesAtOnceDoNotWithdrawTooMany() {
        Slot slot = offer.open(2000);
        for (int wanted : List.of(1500, 900, 1800, 300, 2500, 7)) {
            List<Future<Response>> asked = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                asked.add((i % 2 == 0 ? desk : otherDesk).capacity(slot, wanted).send());
            }
            Await.of(Future.all(asked));
            asked.forEach(answer -> answer.result().expect(200));
            isShown(slot, wanted, wanted);
            assertEquals(wanted, offer.count("select capacity - withdrawn from slot where id = '" + slot.id() + "'"));
        }
        everythingIsInOrder();
    }

    @Test
    void downAndUpInACrowd() {
        Slot slot = offer.open(120);
        List<TestClient> clients = backstage.clients(600);
        List<Future<Response>> crowding = new ArrayList<>();
        List<Integer> wishes = List.of(60, 100, 30, 150, 80, 90);
        for (int wave = 0; wave < wishes.size(); wave++) {
            int first = wave * 100;
            crowding.addAll(IntStream.range(first, first + 100)
                    .mapToObj(i -> crowd.book(i % 2 == 0 ? one : other, clients.get(i), slot, "k"))
                    .toList());
            (wave % 2 == 0 ? desk : otherDesk)
                    .capacity(slot, wishes.get(wave))
                    .await()
                    .expect(200);
        }
        Await.of(Future.all(crowding));
        long booked = crowding.stream()
                .filter(answer -> answer.result().status() == 201)
                .count();
        long capacity = offer.count("select capacity - withdrawn from slot where id = '" + slot.id() + "'");
        assertTrue(booked >= 30 && capacity >= 90, booked + " booked of " + capacity);
        // Whoever comes now finds what is left, and no more.
        String free = "select capacity - withdrawn - (select count(*) from booking where slot_id = slot.id"
                + " and state = 'BOOKED') from slot where id = '" + slot.id() + "'";
        Until.holds(() -> {
            book(one, slot);
            return offer.count(free) <= 0;
        });
        book(other, slot).expect(409, "slot-full");
        everythingIsInOrder();
    }

    @Test
    void withoutRedisPostgresKnowsWhatIsFree() {
        Slot slot = offer.open(10);
        book(one, slot).expect(201);
        redis.stop();
        Until.holds(() -> {
            Response answer = desk.capacity(slot, 4).await();
            return answer.status() == 200 && answer.json().getInteger("capacity") == 4;
        });
        isShown(slot, 4, 3);
        Until.holds(() -> book(one, slot).status() == 201);
        desk.capacity(slot, 6).await().expect(200);
        isShown(slot, 6, 4);
        redis.startAgain();
        Until.holds(() -> book(other, slot).status() == 201);
        isShown(slot, 6, 3);
        everythingIsInOrder();
    }

    /** The control: a capacity that is just written is below somebody's seat. */
    @Test
    void aCapacityThatIsJustWrittenIsBelowSomebodysSeat() {
        Slot slot = offer.open(3);
        for (int i = 0; i < 3; i++) {
            book(one, slot).expect(201);
        }
        offer.execute("update slot set capacity = 2 where id = '" + slot.id() + "'");
        assertEquals(List.of("seats are below the capacity"), broken());
    }

    /** The control: two that do not look at each other withdraw too many, or count what they did not withdraw. */
    @Test
    void aCountThatNobodyGuardsIsWrong() {
        Slot slot = offer.open(5);
        desk.capacity(slot, 4).await().expect(200);
        offer.execute("update slot set withdrawn = withdrawn + 1 where id = '" + slot.id() + "'");
        assertEquals(List.of("withdrawn seats are counted"), broken());
    }

    private List<String> broken() {
        return backstage.violations().stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }

    @Test
    void whatCannotBe() {
        Slot slot = offer.open(5);
        desk.capacity(slot, 0).await().expect(400, "validation");
        desk.capacity(slot, 10_001).await().expect(400, "validation");
        Slot bureau = offer.add(Offer.SESSION, false, java.time.Duration.ofDays(3), java.time.Duration.ofHours(-1), 5);
        desk.capacity(bureau, 3).await().expect(404, "not-found");
        offer.execute("update slot set publication = 'CANCELLED' where id = '" + slot.id() + "'");
        desk.capacity(slot, 3).await().expect(409, "slot-closed");
        Slot begun =
                offer.add(Offer.SESSION, true, java.time.Duration.ofMinutes(-5), java.time.Duration.ofHours(-1), 5);
        desk.capacity(begun, 3).await().expect(409, "slot-closed");
    }
}
