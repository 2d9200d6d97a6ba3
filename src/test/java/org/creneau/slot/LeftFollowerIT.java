package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.seat.SeatCounts;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftFollowerIT {

    private String database;
    private Node node;
    private UUID slot;
    private UUID other;
    private ScriptedCounts seats;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        Rows.catalogue(database);
        slot = Rows.slot(database, "session", "clef-1", 24);
        other = Rows.slot(database, "session", "clef-1", 25);
        node = new Node(database).start();
        seats = new ScriptedCounts(node);
        Node.await(node.vertx.deployVerticle(new LeftFollower(node.memory, node.store, seats, 1)));
    }

    @AfterEach
    void close() {
        node.close();
        assertEquals(1, seats.mostAtOnce.get(), "refreshes at the same time");
    }

    @Test
    void whatRedisSaysAboutTouchedSlotsIsShown() {
        seats.left.put(slot, 3);
        seats.touched.add(slot);
        node.eventually("3 left", () -> left(slot) == 3);
        seats.left.put(slot, 2);
        node.eventually("2 left", () -> left(slot) == 2);
        assertEquals(Rows.CAPACITY, left(other));
    }

    @Test
    void whatRedisDoesNotKnowIsCounted() {
        Rows.booking(database, slot, 0, "BOOKED");
        Rows.booking(database, slot, 1, "HELD");
        Rows.booking(database, slot, 2, "CANCELLED");
        seats.touched.add(slot);
        node.eventually("counted", () -> left(slot) == Rows.CAPACITY - 2);
    }

    @Test
    void afterADisturbanceEverythingIsCountedAgain() {
        seats.left.put(slot, 1);
        seats.touched.add(slot);
        node.eventually("1 left", () -> left(slot) == 1);
        Rows.booking(database, slot, 0, "BOOKED");
        Rows.booking(database, other, 0, "BOOKED");
        // Emptied: nothing is known and nothing seems touched.
        seats.left.clear();
        seats.touched.clear();
        seats.disturbance.run();
        node.eventually("both counted", () -> left(slot) == Rows.CAPACITY - 1 && left(other) == Rows.CAPACITY - 1);
    }

    @Test
    void aRecountThatFailsIsRepeated() {
        Rows.booking(database, other, 0, "BOOKED");
        TestServers.execute(database, "alter table booking rename to booking_away");
        seats.disturbance.run();
        seats.waitForRounds(3);
        assertEquals(Rows.CAPACITY, left(other));
        TestServers.execute(database, "alter table booking_away rename to booking");
        node.eventually("counted", () -> left(other) == Rows.CAPACITY - 1);
    }

    @Test
    void whileRedisFailsSeatsAreCounted() {
        seats.left.put(slot, 4);
        seats.touched.add(slot);
        node.eventually("4 left", () -> left(slot) == 4);
        Rows.booking(database, slot, 0, "BOOKED");
        seats.failing = true;
        node.eventually("counted", () -> left(slot) == Rows.CAPACITY - 1);
        Rows.booking(database, slot, 1, "BOOKED");
        node.eventually("counted again", () -> left(slot) == Rows.CAPACITY - 2);
        seats.failing = false;
        node.eventually("4 left", () -> left(slot) == 4);
    }

    @Test
    void whileNobodyAnswersTheLastFiguresStayAndSaySoUntilSomebodyDoes() {
        seats.left.put(slot, 4);
        seats.touched.add(slot);
        node.eventually("4 left", () -> left(slot) == 4);
        TestServers.execute(database, "alter table booking rename to booking_away");
        seats.failing = true;
        Instant since = Instant.now();
        node.eventually("said to be old", () -> shown().leftAsOf() != null);
        assertEquals(4, shown().left());
        Instant asOf = Objects.requireNonNull(shown().leftAsOf());
        assertTrue(!asOf.isAfter(since.plusSeconds(2)), () -> since + " and " + asOf);
        seats.waitForRounds(3);
        assertEquals(asOf, shown().leftAsOf(), "as of then, whenever it is asked");

        TestServers.execute(database, "alter table booking_away rename to booking");
        node.eventually("counted", () -> shown().leftAsOf() == null && shown().left() == Rows.CAPACITY);
        seats.failing = false;
        node.eventually("4 left", () -> shown().left() == 4);
    }

    /** The slot as a search finds it. */
    private SlotView shown() {
        Slots.Search all = new Slots.Search(null, null, null, null, null, false, 100, null);
        Slots.SearchResult.Found found = (Slots.SearchResult.Found) node.memory.search(all, Instant.now());
        return found.page().items().stream()
                .filter(view -> view.slot().id().equals(slot))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nonsenseIsBounded() {
        seats.left.put(other, 1);
        seats.touched.addAll(Set.of(slot, other));
        node.eventually("1 left", () -> left(other) == 1);
        seats.left.put(slot, -3);
        seats.left.put(other, Rows.CAPACITY + 5);
        node.eventually("none and all left", () -> left(slot) == 0 && left(other) == Rows.CAPACITY);
    }

    private int left(UUID id) {
        return Objects.requireNonNull(node.memory.snapshot().find(id)).left().get();
    }

    /** Says what a test tells it to, a moment later, and notices when it is asked twice at once. */
    private static final class ScriptedCounts implements SeatCounts {

        final Map<UUID, Integer> left = new ConcurrentHashMap<>();
        final Set<UUID> touched = ConcurrentHashMap.newKeySet();
        volatile Runnable disturbance = () -> {};
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger mostAtOnce = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final Node node;
        volatile boolean failing;

        ScriptedCounts(Node node) {
            this.node = node;
        }

        void waitForRounds(int rounds) {
            int before = asked.get();
            node.eventually(rounds + " more rounds", () -> asked.get() >= before + rounds);
        }

        @Override
        public Future<Set<UUID>> recentlyTouched() {
            asked.incrementAndGet();
            return answer(failing ? Future.failedFuture("Redis is away") : Future.succeededFuture(Set.copyOf(touched)));
        }

        @Override
        public Future<Map<UUID, Integer>> left(Collection<UUID> slotIds) {
            Map<UUID, Integer> known = new HashMap<>(left);
            known.keySet().retainAll(slotIds);
            return answer(failing ? Future.failedFuture("Redis is away") : Future.succeededFuture(known));
        }

        @Override
        public void onDisturbance(Runnable callback) {
            disturbance = callback;
        }

        private <T> Future<T> answer(Future<T> answer) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            return node.vertx
                    .timer(2, TimeUnit.MILLISECONDS)
                    .onComplete(done -> atOnce.decrementAndGet())
                    .compose(later -> answer);
        }
    }
}
