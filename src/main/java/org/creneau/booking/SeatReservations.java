package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.DatabaseClock;
import org.creneau.core.MicroBatcher;
import org.creneau.core.Unavailable;
import org.creneau.seat.Seats;
import org.creneau.seat.TakeAnswer;
import org.creneau.seat.TakeRequest;
import org.creneau.seat.TakeResult;
import org.jspecify.annotations.Nullable;

/**
 * Seats from Redis for the slots of one instance: batched, with slots loaded when Redis does not know them, and with
 * refusals from memory while a slot is known to be full. While Redis is away, seats from {@link DatabaseSeats}; what Redis
 * knew about their slots is loaded anew when it is back.
 *
 * <p>Belongs to one event loop.
 */
final class SeatReservations {

    /** Answers that ask for another try: slot loaded, lease of an earlier request pending, Redis hiccup. */
    private static final int MAX_TRIES = 12;

    /** An earlier request of the same client is usually through by then; if not, PostgreSQL knows more. */
    private static final int LEASE_TRIES = 5;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    /** @param endNanos after which the seat is not wanted any more */
    private record Wanted(UUID slotId, TakeRequest request, long endNanos) {

        boolean over() {
            return System.nanoTime() - endNanos > 0;
        }
    }

    private final Vertx vertx;
    private final Seats seats;
    private final SeatLoader loader;
    private final FullMemory memory;
    private final DatabaseClock clock;
    private final BookingMetrics metrics;
    private final long insertDeadlineMillis;
    private final DatabaseSeats withoutRedis;

    /** How long Redis must have been away before seats are handed out without it; see {@link DatabaseSeats}. */
    private final Duration settle;

    private final StaleSlots stale;
    private final MicroBatcher<Wanted, TakeAnswer> takes;

    SeatReservations(
            Vertx vertx,
            Seats seats,
            SeatLoader loader,
            FullMemory memory,
            DatabaseClock clock,
            BookingMetrics metrics,
            int batchSize,
            int maxQueue,
            long insertDeadlineMillis,
            DatabaseSeats withoutRedis,
            Duration settle) {
        this.vertx = vertx;
        this.seats = seats;
        this.loader = loader;
        this.memory = memory;
        this.clock = clock;
        this.metrics = metrics;
        this.insertDeadlineMillis = insertDeadlineMillis;
        this.withoutRedis = withoutRedis;
        this.settle = settle;
        this.stale = new StaleSlots(vertx, loader, seats.reach());
        this.takes = new MicroBatcher<>(vertx, "seat reservations", batchSize, maxQueue, this::takeBatch);
    }

    /**
     * Takes a seat for a booking, or says why not. Repeated for the same booking it gives the same seat.
     *
     * <p>While an earlier request of the same client for the same slot is still being recorded, it waits a little.
     *
     * @param endNanos after which no seat is taken any more: the client was told that nothing is known, may ask again
     *     elsewhere, and must not be refused there while this request still gets a seat
     */
    Future<Reservation> reserve(UUID slotId, UUID bookingId, UUID clientId, long endNanos) {
        if (memory.refuses(slotId, clientId)) {
            metrics.fullFromMemory();
            return Future.succeededFuture(new Reservation.Full(false));
        }
        return start(slotId, bookingId, clientId, endNanos, 1);
    }

    private Future<Reservation> start(UUID slotId, UUID bookingId, UUID clientId, long endNanos, int attempt) {
        return seats.touches().touch(slotId).transform(noted -> {
            if (noted.succeeded() && !stale.contains(slotId)) {
                return attempt(slotId, bookingId, clientId, endNanos, attempt);
            }
            Wanted wanted = new Wanted(slotId, new TakeRequest(bookingId, clientId, 0), endNanos);
            return noted.succeeded()
                    ? stale.refresh(slotId)
                            .transform(refreshed -> refreshed.succeeded()
                                    ? attempt(slotId, bookingId, clientId, endNanos, attempt)
                                    : again(wanted, attempt, refreshed.cause()))
                    : withoutRedis(wanted, attempt, noted.cause());
        });
    }

    private Future<Reservation> withoutRedis(Wanted wanted, int attempt, Throwable cause) {
        if (!seats.reach().awayFor(settle)) {
            return again(wanted, attempt, cause);
        }
        stale.add(wanted.slotId());
        return withoutRedis.reserve(wanted.slotId(), wanted.endNanos()).transform(done -> {
            if (done.failed()) {
                return done.cause() instanceof Unavailable
                        ? again(wanted, attempt, done.cause())
                        : Future.failedFuture(done.cause());
            }
            Optional<Reservation> reservation = done.result();
            return reservation.isPresent() ? Future.succeededFuture(reservation.get()) : again(wanted, attempt, null);
        });
    }

    /** Requests waiting for the next batch. */
    int waiting() {
        return takes.waiting();
    }

    private Future<Reservation> attempt(UUID slotId, UUID bookingId, UUID clientId, long endNanos, int attempt) {
        long deadlineMillis = clock.now().toEpochMilli() + insertDeadlineMillis;
        Wanted wanted = new Wanted(slotId, new TakeRequest(bookingId, clientId, deadlineMillis), endNanos);
        return takes.add(wanted).transform(done -> {
            if (done.failed()) {
                return done.cause() instanceof Unavailable
                        ? again(wanted, attempt, done.cause())
                        : Future.failedFuture(done.cause());
            }
            return reservation(done.result(), wanted, attempt);
        });
    }

    private Future<Reservation> reservation(TakeAnswer answer, Wanted wanted, int attempt) {
        if (answer instanceof TakeAnswer.Taken taken) {
            return Future.succeededFuture(
                    new Reservation.Reserved(taken.seat(), wanted.request().deadlineMillis(), true));
        }
        if (answer instanceof TakeAnswer.Full full) {
            return Future.succeededFuture(new Reservation.Full(full.hadOne()));
        }
        if (answer instanceof TakeAnswer.Holding holding && !(holding.lease() && attempt < LEASE_TRIES)) {
            return Future.succeededFuture(new Reservation.Holding(holding.bookingId(), holding.lease()));
        }
        Future<Void> ready =
                answer instanceof TakeAnswer.NotLoaded ? loader.load(wanted.slotId()) : Future.succeededFuture();
        // A load that failed because Redis went away is followed by a try without it.
        return ready.transform(done -> done.succeeded() || done.cause() instanceof Unavailable
                ? again(wanted, attempt, done.cause())
                : Future.failedFuture(done.cause()));
    }

    private Future<Reservation> again(Wanted wanted, int attempt, @Nullable Throwable cause) {
        if (attempt >= MAX_TRIES || wanted.over()) {
            return Future.failedFuture(new Unavailable("a seat", cause));
        }
        TakeRequest request = wanted.request();
        long pause = Math.min(FIRST_PAUSE_MILLIS << (attempt - 1), LONGEST_PAUSE_MILLIS);
        return vertx.timer(pause)
                .compose(paused -> start(
                        wanted.slotId(), request.bookingId(), request.clientId(), wanted.endNanos(), attempt + 1));
    }

    private Future<List<Future<TakeAnswer>>> takeBatch(List<Wanted> batch) {
        Map<UUID, List<TakeRequest>> bySlot = new LinkedHashMap<>();
        Set<Wanted> late = new HashSet<>();
        for (Wanted wanted : batch) {
            if (wanted.over()) {
                late.add(wanted);
                continue;
            }
            bySlot.computeIfAbsent(wanted.slotId(), id -> new ArrayList<>()).add(wanted.request());
        }
        Map<UUID, Future<Iterator<TakeAnswer>>> bySlotAnswers = new HashMap<>();
        bySlot.forEach((slotId, requests) -> bySlotAnswers.put(
                slotId,
                seats.ledger()
                        .take(slotId, requests, !memory.knows(slotId))
                        .map(result -> answers(slotId, result, requests.size()))));
        return Future.join(List.copyOf(bySlotAnswers.values()))
                .transform(done -> Future.succeededFuture(batch.stream()
                        .map(wanted -> late.isEmpty() || !late.contains(wanted)
                                ? Objects.requireNonNull(bySlotAnswers.get(wanted.slotId()))
                                        .map(Iterator::next)
                                : SeatReservations.<TakeAnswer>tooLate())
                        .toList()));
    }

    private static <T> Future<T> tooLate() {
        return Future.failedFuture(new Unavailable("a seat within the time of a request", null));
    }

    private Iterator<TakeAnswer> answers(UUID slotId, TakeResult result, int requests) {
        if (result instanceof TakeResult.Answered answered) {
            note(slotId, answered);
            return answered.answers().iterator();
        }
        return Collections.<TakeAnswer>nCopies(requests, new TakeAnswer.NotLoaded())
                .iterator();
    }

    private void note(UUID slotId, TakeResult.Answered answered) {
        if (answered.holders() != null) {
            memory.learn(slotId, answered.version(), answered.holders());
        }
        int taken = 0;
        for (TakeAnswer answer : answered.answers()) {
            if (answer instanceof TakeAnswer.Taken) {
                taken++;
            } else if (answer instanceof TakeAnswer.Full) {
                metrics.full();
            }
        }
        metrics.seatsTaken(taken);
    }
}
