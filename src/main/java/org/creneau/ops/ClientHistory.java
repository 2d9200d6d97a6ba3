package org.creneau.ops;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the clients of a run did and were told: the other half of what the invariants are proved from. */
public record ClientHistory(List<Attempt> attempts) {

    /** What a client asked for. */
    public enum Action {
        BOOK,
        CANCEL,
        RESCHEDULE
    }

    /** What a client knows about the outcome. */
    public enum Outcome {
        /** Told that it was done. */
        ACKNOWLEDGED,
        /** Told for certain that it was not. */
        REFUSED,
        /** Not told, or told to come back: a time-out, a lost connection, a 503. */
        UNKNOWN
    }

    /**
     * One request, with its repetitions under one key counted as one when their last outcome is known.
     *
     * @param requestKey of a booking; null without one
     * @param slotId where to book or to move
     * @param bookingId of the answer; for cancelling and moving without an answer, the booking that was asked about
     * @param formerBookingId the booking that was to be moved
     */
    public record Attempt(
            UUID clientId,
            Action action,
            Outcome outcome,
            @Nullable String requestKey,
            @Nullable UUID slotId,
            @Nullable UUID bookingId,
            @Nullable UUID formerBookingId) {}

    public ClientHistory {
        attempts = List.copyOf(attempts);
    }
}
