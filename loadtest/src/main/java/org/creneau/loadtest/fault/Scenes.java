package org.creneau.loadtest.fault;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.creneau.loadtest.fault.Guests.Answer;
import org.creneau.loadtest.node.Seeding;
import org.creneau.loadtest.rush.Inspection;
import org.creneau.ops.Violation;

/**
 * Situations that a rush meets rarely, brought about step by step: the first node gets into trouble, the second one serves.
 * What comes of them depends on the protocol alone.
 */
final class Scenes {

    private static final int FIRST = 0;
    private static final int SECOND = 1;

    /** Clients. */
    private static final int ANNE = 0;

    private static final int BRUNO = 1;
    private static final int CARLA = 2;

    private static final int DENISE = 3;

    private static final int CLIENTS = 4;
    private static final int SLOTS = 2;

    /** For a step to be taken; generous, because the machine may be busy. */
    private static final int STEP_SECONDS = 20;

    private static final Duration SETTLING = Duration.ofSeconds(10);

    private final Ground ground;

    Scenes(Ground ground) {
        this.ground = ground;
    }

    /**
     * One seat. Anne's insert is held up on its way to PostgreSQL; Bruno wants the seat and, if he got it, gives it back
     * after Anne heard that the slot is full. Then her insert arrives.
     *
     * @param brunosSeconds how long Bruno tries
     */
    List<Violation> insertHeldUp(int brunosSeconds) {
        Seeding seeding = ground.seed(CLIENTS, SLOTS, 1, 1);
        UUID slot = seeding.slots().get(0);
        Guests guests = open(seeding);
        useOnce(guests, FIRST, slot, 1);
        NodeSeat first = ground.nodes().get(FIRST);
        first.database().hold();
        var unheard = guests.book(ANNE, FIRST, slot, "anne");
        // Nothing tells from outside that the insert was sent; that the seat is taken tells that it is about to be.
        Blocking.require(
                STEP_SECONDS, "Anne's seat is taken", () -> guests.left(SECOND, slot) == 0 || unheard.isDone());
        Answer bruno = guests.insist(BRUNO, SECOND, slot, "bruno", true, brunosSeconds, Answer::granted);
        guests.insist(ANNE, SECOND, slot, "anne", false, bruno.granted() ? STEP_SECONDS : 1, Answer::definite);
        UUID booking = bruno.id();
        if (booking != null) {
            guests.cancel(BRUNO, SECOND, booking);
        }
        first.front().drop(); // Anne has long been talking to the other node, and hears no more from this one
        first.database().heal();
        // On the same connection, so behind the insert that was held up.
        guests.insist(CARLA, FIRST, seeding.slots().get(1), "carla", false, STEP_SECONDS, Answer::granted);
        return check(guests, seeding.slots(), id -> guests.left(SECOND, id));
    }

    /**
     * Three seats. The first node takes two of them in Redis, and is killed before PostgreSQL hears of it.
     *
     * @param left seats that the service has left, as it knows it itself
     */
    List<Violation> killedInBetween(ToIntBiFunction<Guests, UUID> left) {
        Seeding seeding = ground.seed(CLIENTS, SLOTS, 3, 1);
        UUID slot = seeding.slots().get(0);
        Guests guests = open(seeding);
        useOnce(guests, SECOND, slot, 3);
        ToIntFunction<UUID> known = id -> left.applyAsInt(guests, id);
        NodeSeat first = ground.nodes().get(FIRST);
        first.database().hold();
        var anne = guests.book(ANNE, FIRST, slot, "anne");
        var bruno = guests.book(BRUNO, FIRST, slot, "bruno");
        Blocking.require(STEP_SECONDS, "two seats are taken", () -> known.applyAsInt(slot) == 1);
        first.kill();
        first.database().drop();
        first.database().heal();
        anne.join();
        bruno.join();
        return check(guests, List.of(slot), known);
    }

    /** Seats left, as the second node tells them. */
    static int leftAtSecond(Guests guests, UUID slot) {
        return guests.left(SECOND, slot);
    }

    private Guests open(Seeding seeding) {
        Guests guests = new Guests(ground.targets(), seeding);
        Blocking.require(
                STEP_SECONDS,
                "all nodes have opened the slots",
                () -> seeding.slots().stream()
                        .allMatch(slot -> guests.left(FIRST, slot) > 0 && guests.left(SECOND, slot) > 0));
        return guests;
    }

    /** Somebody books and cancels: the slot is known to Redis afterwards, and the node has prepared its statements. */
    private static void useOnce(Guests guests, int node, UUID slot, int capacity) {
        Answer booked = guests.insist(DENISE, node, slot, "denise", false, STEP_SECONDS, Answer::granted);
        UUID booking = booked.id();
        if (booking == null) {
            throw new IllegalStateException("a booking before the scene: " + booked);
        }
        Blocking.require(STEP_SECONDS, "Denise has a seat", () -> guests.left(SECOND, slot) == capacity - 1);
        guests.cancel(DENISE, node, booking);
        Blocking.require(STEP_SECONDS, "Denise has none", () -> guests.left(SECOND, slot) == capacity);
    }

    private List<Violation> check(Guests guests, List<UUID> slots, ToIntFunction<UUID> left) {
        try (Inspection inspection = new Inspection(ground.databaseUrl())) {
            return inspection
                    .check(
                            guests.history(),
                            slots,
                            ids -> List.of(ids.stream().collect(Collectors.toMap(id -> id, left::applyAsInt))),
                            SETTLING)
                    .violations();
        }
    }
}
