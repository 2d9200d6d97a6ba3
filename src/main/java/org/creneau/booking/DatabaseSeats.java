package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.creneau.booking.FreeSeatReads.Question;
import org.creneau.core.MicroBatcher;
import org.creneau.core.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * Seats while Redis is away: free numbers out of PostgreSQL, whose unique index then decides alone. Slower, and bounded:
 * one batch under way at a time, so many slots in a statement, so many requests waiting; beyond that 503. The numbers
 * begin at a random place, so that two nodes seldom choose the same; when they do, one of them meets a conflict and tries
 * another.
 *
 * <p><b>What "full" means here.</b> A lease in Redis is what tells everybody that an earlier attempt under the same
 * request key may still become a booking. Without it, a refusal stays true for these reasons:
 *
 * <ul>
 *   <li>"Full" means that committed bookings occupy every seat. While some of the seats are only on their way, the slot
 *       is not full: whoever asks waits, and in the end hears 503.
 *   <li>No attempt here outlives its answer: with an unknown outcome the client is answered when the insert can no longer
 *       land ({@link Unleased#millisLeft}), and no seat is given so late that this would be after the time limit of a
 *       request. So whoever waited for an answer, here or on another node, and asks again has nothing under way, and
 *       needs no lease to tell. The request key is looked up <em>after</em> the seats were read, so a booking that landed
 *       in between is found.
 *   <li>Attempts that still have a lease, from before Redis went away, can outlive their answers, by the longest lease.
 *       For so long {@link Disturbance} makes every refusal with a key a 503.
 *   <li>What other event loops and nodes remember as full from Redis ends before the first seat is given without Redis:
 *       {@link SeatReservations} waits for as long as they may remember (where that is set to more than a second: a second).
 *       A node that alone lost Redis is no exception: by the time that a client asks the others, nothing is under way.
 * </ul>
 *
 * <p>Not covered: a client that gives up before it is answered (no node knows of that), and a node that dies with an
 * insert sent and the client answered by nobody: for some two seconds a seat that is cancelled in that moment might still
 * go to that insert.
 *
 * <p>Belongs to one event loop.
 */
final class DatabaseSeats {

    /** Slots in one statement; the largest, of 10,000 seats, take PostgreSQL some milliseconds each. */
    private static final int SLOTS = 32;

    /** @param endNanos after which the seat is not wanted any more */
    private record Wanted(UUID slotId, long endNanos) {

        boolean over() {
            return System.nanoTime() - endNanos > 0;
        }
    }

    /**
     * What there is to hand out in one slot.
     *
     * @param full whether committed bookings occupy every seat
     */
    private record Supply(long nowMillis, Deque<Integer> seats, boolean full) {}

    private final FreeSeatReads reads;
    private final Unleased unleased;
    private final BookingMetrics metrics;
    private final long insertDeadlineMillis;
    private final long earlierNanos;
    private final MicroBatcher<Wanted, Optional<Reservation>> batches;

    /** @param earlierMillis before the end of a request, no seat is given any more: see above */
    DatabaseSeats(
            Vertx vertx,
            FreeSeatReads reads,
            Unleased unleased,
            BookingMetrics metrics,
            int batchSize,
            int maxQueue,
            long insertDeadlineMillis,
            long earlierMillis) {
        this.reads = reads;
        this.unleased = unleased;
        this.metrics = metrics;
        this.insertDeadlineMillis = insertDeadlineMillis;
        this.earlierNanos = TimeUnit.MILLISECONDS.toNanos(earlierMillis);
        this.batches = new MicroBatcher<>(vertx, "seats from PostgreSQL", batchSize, maxQueue, this::batch);
    }

    /** Requests waiting for the next batch. */
    int waiting() {
        return batches.waiting();
    }

    /**
     * A free seat, or that there is none; empty when there may be one in a moment. Unlike a lease it is another one each
     * time, also for the same booking.
     */
    Future<Optional<Reservation>> reserve(UUID slotId, long endNanos) {
        return batches.add(new Wanted(slotId, endNanos - earlierNanos));
    }

    private Future<List<Future<Optional<Reservation>>>> batch(List<Wanted> batch) {
        Map<UUID, Integer> requests = new LinkedHashMap<>();
        for (Wanted wanted : batch) {
            if (!wanted.over()) {
                requests.merge(wanted.slotId(), 1, Integer::sum);
            }
        }
        List<Question> questions = new ArrayList<>(requests.size());
        requests.forEach((slotId, count) -> questions.add(new Question(
                slotId,
                count + unleased.of(slotId).size(),
                ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE))));
        return supply(questions, 0, new HashMap<>())
                .map(supply -> batch.stream()
                        .map(wanted -> answer(wanted, supply.get(wanted.slotId())))
                        .toList());
    }

    /** One statement after the other, so that no instance asks PostgreSQL for two at once. */
    private Future<Map<UUID, Supply>> supply(List<Question> questions, int from, Map<UUID, Supply> found) {
        if (from >= questions.size()) {
            return Future.succeededFuture(found);
        }
        int to = Math.min(from + SLOTS, questions.size());
        return reads.read(questions.subList(from, to)).compose(free -> {
            free.forEach((slotId, seats) -> {
                Set<Integer> onTheirWay = unleased.of(slotId);
                Deque<Integer> rest = new ArrayDeque<>(seats.seats());
                rest.removeIf(onTheirWay::contains);
                found.put(
                        slotId,
                        new Supply(seats.nowMillis(), rest, seats.seats().isEmpty()));
            });
            return supply(questions, to, found);
        });
    }

    private Future<Optional<Reservation>> answer(Wanted wanted, @Nullable Supply supply) {
        if (supply == null || wanted.over()) {
            return Future.failedFuture(new Unavailable("a seat within the time of a request", null));
        }
        Integer seat = supply.seats().poll();
        if (seat == null) {
            // Whoever had a booking here by the same key is found by it; nobody else needs to be told apart.
            return Future.succeededFuture(supply.full() ? Optional.of(new Reservation.Full(true)) : Optional.empty());
        }
        long deadlineMillis = supply.nowMillis() + insertDeadlineMillis;
        unleased.add(wanted.slotId(), seat, deadlineMillis);
        metrics.seatWithoutRedis();
        return Future.succeededFuture(Optional.of(new Reservation.Reserved(seat, deadlineMillis, false)));
    }
}
