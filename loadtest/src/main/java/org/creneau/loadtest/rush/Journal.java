package org.creneau.loadtest.rush;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.creneau.ops.ClientHistory;
import org.creneau.ops.ClientHistory.Action;
import org.creneau.ops.ClientHistory.Attempt;
import org.creneau.ops.ClientHistory.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the clients were told, for the checker, and when seats were taken and given back, for the time to sold out. For
 * one thread; merged at the end.
 */
final class Journal {

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final List<Long> givenBack = new ArrayList<>();
    private final List<Long> settled = new ArrayList<>();

    /**
     * One key of a client, sent once or several times, one after the other or at once.
     *
     * @param told the last word on each sending; a key that was granted once is granted, and one that may still be
     *     granted is not refused
     */
    void booked(UUID client, String key, UUID slot, List<Told> told) {
        told.stream().filter(one -> one.outcome() != Outcome.UNKNOWN).forEach(one -> settled.add(one.nanos()));
        List<Told> granted = told.stream()
                .filter(one -> one.outcome() == Outcome.ACKNOWLEDGED)
                .toList();
        if (granted.isEmpty()) {
            boolean open = told.stream().anyMatch(one -> one.outcome() == Outcome.UNKNOWN);
            attempts.add(
                    new Attempt(client, Action.BOOK, open ? Outcome.UNKNOWN : Outcome.REFUSED, key, slot, null, null));
            return;
        }
        taken.add(granted.stream().mapToLong(Told::nanos).min().orElseThrow());
        // Each of them: the same key must have been told the same booking.
        granted.forEach(one ->
                attempts.add(new Attempt(client, Action.BOOK, Outcome.ACKNOWLEDGED, key, slot, one.bookingId(), null)));
    }

    void cancelled(UUID client, UUID booking, Told told) {
        if (told.outcome() == Outcome.ACKNOWLEDGED) {
            givenBack.add(told.nanos());
        }
        attempts.add(new Attempt(client, Action.CANCEL, told.outcome(), null, null, booking, null));
    }

    /**
     * A seat for a while; the key as for a booking.
     *
     * @param until up to when, as the answer says; null without one
     */
    void held(UUID client, String key, UUID slot, Told told, @Nullable Instant until) {
        if (told.outcome() != Outcome.UNKNOWN) {
            settled.add(told.nanos());
        }
        attempts.add(new Attempt(client, Action.HOLD, told.outcome(), key, slot, told.bookingId(), null, until));
    }

    /** What is held becomes a booking. */
    void confirmed(UUID client, UUID slot, UUID held, Told told) {
        if (told.outcome() == Outcome.ACKNOWLEDGED) {
            taken.add(told.nanos());
        }
        attempts.add(new Attempt(client, Action.CONFIRM, told.outcome(), null, slot, held, null));
    }

    /** What is held is given back. */
    void released(UUID client, UUID slot, UUID held, Told told) {
        attempts.add(new Attempt(client, Action.RELEASE, told.outcome(), null, slot, held, null));
    }

    /** An employee cancels a slot with everybody in it. */
    void calledOff(UUID employee, UUID slot, Told told) {
        attempts.add(new Attempt(employee, Action.CANCEL_SLOT, told.outcome(), null, slot, null, null));
    }

    /** Without an answer, the booking that was asked about stands for the one it may have become. */
    void moved(UUID client, UUID former, UUID slot, Told told) {
        UUID now = told.bookingId();
        attempts.add(
                new Attempt(client, Action.RESCHEDULE, told.outcome(), null, slot, now == null ? former : now, former));
    }

    /**
     * The last word on a request.
     *
     * @param bookingId of an acknowledgement; null otherwise
     * @param nanos when it was heard
     */
    record Told(Outcome outcome, @Nullable UUID bookingId, long nanos) {}

    void add(Journal other) {
        attempts.addAll(other.attempts);
        taken.addAll(other.taken);
        givenBack.addAll(other.givenBack);
        settled.addAll(other.settled);
    }

    ClientHistory history() {
        return new ClientHistory(attempts);
    }

    /** Bookings acknowledged, each key once. */
    int taken() {
        return taken.size();
    }

    int givenBack() {
        return givenBack.size();
    }

    /** When a request for a booking got a definite answer, granted or refused, in order. */
    long[] settledNanos() {
        return sorted(settled);
    }

    /** When bookings were acknowledged, in order. */
    long[] takenNanos() {
        return sorted(taken);
    }

    /**
     * When the last seat was acknowledged: the first instant at which there had been as many acknowledged bookings as
     * seats and acknowledged cancellations together; -1 when that never came to be.
     */
    long soldOutNanos(int seats) {
        long[] bookings = sorted(taken);
        long[] cancellations = sorted(givenBack);
        int cancelled = 0;
        for (int booked = 1; booked <= bookings.length; booked++) {
            long now = bookings[booked - 1];
            while (cancelled < cancellations.length && cancellations[cancelled] <= now) {
                cancelled++;
            }
            if (booked - cancelled >= seats) {
                return now;
            }
        }
        return -1;
    }

    private static long[] sorted(List<Long> instants) {
        long[] sorted = instants.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
