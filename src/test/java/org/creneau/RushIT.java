package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The minute of the release, over real HTTP on two nodes; each test ends with the checkers. */
class RushIT {

    private static final int CLIENTS = 500;
    private static final int SEATS = 20;

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode one;
    private TestNode other;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        one = TestNode.start(database, redis);
        other = TestNode.start(database, redis);
    }

    @AfterEach
    void everythingIsInOrder() {
        try {
            assertEquals(List.of(), backstage.violations(crowd.history()));
            Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
        } finally {
            one.close();
            other.close();
            backstage.close();
        }
    }

    @Test
    void fiveHundredClientsForTwentySeatsOnOneNode() {
        twentyGetASeat(() -> one);
    }

    @Test
    void fiveHundredClientsForTwentySeatsOnTwoNodes() {
        twentyGetASeat(this::either);
    }

    private void twentyGetASeat(Supplier<TestNode> node) {
        Slot slot = offer.open(SEATS);
        Map<String, Long> answers = answers(rush(node, slot, CLIENTS, null));
        assertEquals(Map.of("201", (long) SEATS, "409 slot-full", (long) CLIENTS - SEATS), answers);
        assertEquals(SEATS, occupied(slot));
        Until.holds(() -> backstage.left(slot.id()) == 0);
    }

    @Test
    void withKeysAsWell() {
        Slot slot = offer.open(SEATS);
        List<Response> answers = rush(this::either, slot, CLIENTS, "k");
        assertEquals(Map.of("201", (long) SEATS, "409 slot-full", (long) CLIENTS - SEATS), answers(answers));
        assertEquals(SEATS, occupied(slot));
        Until.holds(() -> backstage.left(slot.id()) == 0);
    }

    @Test
    void oneKeySentManyTimesAtOnceIsOneBooking() {
        Slot slot = offer.open(SEATS);
        TestClient who = backstage.client();
        List<Response> answers = all(IntStream.range(0, 40)
                .mapToObj(i -> untilKnown(who, slot, "the-same"))
                .toList());
        assertEquals(1, answers.stream().map(RushIT::id).distinct().count());
        assertEquals(1, occupied(slot));
        Until.holds(() -> backstage.left(slot.id()) == SEATS - 1);
    }

    @Test
    void whoTookTheLastSeatIsToldAgainByTheOtherNode() {
        Slot slot = offer.open(1);
        TestClient who = backstage.client();
        Response first = Await.of(crowd.book(one, who, slot, "last"));
        assertEquals("409 slot-full", answer(Await.of(crowd.book(other, backstage.client(), slot, "k"))));
        assertEquals(first.expect(201), untilKnown(other, who, slot, "last").expect(201));
        assertEquals(first.expect(201), untilKnown(one, who, slot, "last").expect(201));
        assertEquals(1, occupied(slot));
    }

    /** In less than a second; a machine that stands still for a moment does not do so four times in a row. */
    @Test
    void aSeatFreedOnOneNodeIsBookableOnTheOther() {
        // One that does not forget by itself that a slot is full.
        try (TestNode remembering =
                TestNode.start(database, redis, Map.of("rateLimits", "OFF", "booking.fullMemoryMillis", "60000"))) {
            Duration late = untilKnownTo(remembering);
            for (int more = 0; more < 3 && late.toMillis() >= 1000; more++) {
                late = untilKnownTo(remembering);
            }
            assertTrue(late.toMillis() < 1000, "bookable after " + late);
        }
    }

    private Duration untilKnownTo(TestNode node) {
        Slot slot = offer.open(1);
        TestClient first = backstage.client();
        UUID booking = id(Await.of(crowd.book(one, first, slot, null)));
        TestClient next = backstage.client();
        assertEquals("409 slot-full", answer(Await.of(crowd.book(node, next, slot, null))));

        Await.of(crowd.cancel(one, first, booking)).expect(200);

        long freed = System.nanoTime();
        Until.holds(() -> answer(Await.of(crowd.book(node, next, slot, null))).equals("201"));
        assertEquals(1, occupied(slot));
        return Duration.ofNanos(System.nanoTime() - freed);
    }

    @Test
    void peopleChangePlacesBetweenTwoNearlyFullSlots() {
        Slot left = offer.open(10);
        Slot right = offer.open(10);
        List<TestClient> people = backstage.clients(18);
        List<UUID> bookings = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Slot at = i % 2 == 0 ? left : right;
            bookings.add(id(Await.of(crowd.book(either(), people.get(i), at, null))));
        }
        List<Future<Integer>> walks = IntStream.range(0, people.size())
                .mapToObj(i -> walk(people.get(i), bookings.get(i), i % 2 == 0 ? left : right, left, right, 30))
                .toList();
        int moves = all(walks).stream().mapToInt(Integer::intValue).sum();
        assertTrue(moves > 0, "nobody ever moved");
        assertEquals(18, occupied(left) + occupied(right));
        assertEquals(18, offer.count("select count(distinct client_id) from booking where state = 'BOOKED'"));
        Until.holds(() -> backstage.left(left.id()) + backstage.left(right.id()) == 2);
    }

    /** Goes to and fro, on either node; the number of moves that succeeded. */
    private Future<Integer> walk(TestClient who, UUID booking, Slot at, Slot left, Slot right, int steps) {
        if (steps == 0) {
            return Future.succeededFuture(0);
        }
        Slot to = at.equals(left) ? right : left;
        return crowd.move(either(), who, booking, to).compose(response -> switch (answer(response)) {
            case "200" -> walk(who, id(response), to, left, right, steps - 1).map(moves -> moves + 1);
            // After "unavailable" the same request finds out; here the next step is that request.
            case "409 slot-full", "503 unavailable" -> walk(who, booking, at, left, right, steps - 1);
            default -> Future.failedFuture(new AssertionError(answer(response)));
        });
    }

    /** A partner's system books some of what it holds, gives some of it back, and goes on holding the rest. */
    @Test
    void whatIsHeldIsKeptInTheRush() {
        Slot slot = offer.open(SEATS);
        TestClient system = backstage.partner("clef");
        List<TestClient> guests = backstage.clients(12);
        guests.forEach(who -> backstage.consent(who.id(), "clef"));
        List<UUID> held =
                all(guests.stream()
                                .map(who -> crowd.hold(either(), system, who, slot, "h"))
                                .toList())
                        .stream()
                        .map(RushIT::id)
                        .toList();
        List<Future<Response>> coming = new ArrayList<>();
        for (TestClient who : backstage.clients(200)) {
            coming.add(crowd.book(either(), who, slot, null));
        }
        for (int i = 0; i < 4; i++) {
            coming.add(crowd.confirm(either(), system, guests.get(i), slot, held.get(i)));
            coming.add(crowd.release(either(), system, guests.get(4 + i), slot, held.get(4 + i)));
        }
        Map<String, Long> answers = answers(all(coming));
        assertEquals(8, answers.get("200"));
        // Whoever comes later finds the seats that were given back too late for the others.
        Until.holds(() -> {
            Await.of(crowd.book(either(), backstage.client(), slot, null));
            return occupied(slot) == SEATS - 4;
        });
        assertEquals("409 slot-full", answer(Await.of(crowd.book(either(), backstage.client(), slot, null))));
        assertEquals(4, offer.count("select count(*) from booking where state = 'HELD'"));
    }

    private List<Response> rush(Supplier<TestNode> node, Slot slot, int clients, @Nullable String key) {
        return all(backstage.clients(clients).stream()
                .map(who -> crowd.book(node.get(), who, slot, key))
                .toList());
    }

    private Response untilKnown(TestNode node, TestClient who, Slot slot, String key) {
        return Await.of(untilKnown(() -> node, who, slot, key, 1));
    }

    private Future<Response> untilKnown(TestClient who, Slot slot, String key) {
        return untilKnown(this::either, who, slot, key, 1);
    }

    /** Repeats the request while its outcome is not known, as clients are asked to. */
    private Future<Response> untilKnown(Supplier<TestNode> node, TestClient who, Slot slot, String key, int attempt) {
        return crowd.book(node.get(), who, slot, key)
                .compose(response -> response.status() == 503 && attempt < 50
                        ? untilKnown(node, who, slot, key, attempt + 1)
                        : Future.succeededFuture(response));
    }

    private static UUID id(Response response) {
        assertTrue(response.status() < 300, () -> answer(response));
        return Crowd.id(response);
    }

    private TestNode either() {
        return ThreadLocalRandom.current().nextBoolean() ? one : other;
    }

    private static <T> List<T> all(List<Future<T>> futures) {
        return Await.of(Future.all(futures)
                .map(done -> futures.stream().map(Future::result).toList()));
    }

    private static Map<String, Long> answers(List<Response> responses) {
        return responses.stream().collect(Collectors.groupingBy(RushIT::answer, Collectors.counting()));
    }

    private static String answer(Response response) {
        return response.status() < 300 ? "" + response.status() : response.status() + " " + response.code();
    }

    private long occupied(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }
}
