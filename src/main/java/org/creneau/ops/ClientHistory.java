package org.creneau.ops;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the clients of a run did and were told: the other half of what the invariants are proved from. */
public record ClientHistory(List<Attempt> attempts) {

    /** What a client asked for, or somebody else for the client or for everybody. */
    public enum Action {
        BOOK,
        CANCEL,
        RESCHEDULE,
        /** A seat for a while; the booking is what is held. */
        HOLD,
        /** Makes a booking of what is held. */
        CONFIRM,
        /** Gives back what is held. */
        RELEASE,
        /** An employee cancels a slot with everybody in it; the client is the employee. */
        CANCEL_SLOT
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
     * @param requestKey of a booking, or of what is held; null without one
     * @param slotId where to book, to hold or to move, where what is confirmed is, or what is cancelled
     * @param bookingId of the answer; for cancelling and moving without an answer, the booking that was asked about
     * @param formerBookingId the booking that was to be moved
     * @param heldUntil up to when the client was told that the seat is held; null: nothing was said
     */
    public record Attempt(
            UUID clientId,
            Action action,
            Outcome outcome,
            @Nullable String requestKey,
            @Nullable UUID slotId,
            @Nullable UUID bookingId,
            @Nullable UUID formerBookingId,
            @Nullable Instant heldUntil) {

        /** Of anything but a seat that is held. */
        public Attempt(
                UUID clientId,
                Action action,
                Outcome outcome,
                @Nullable String requestKey,
                @Nullable UUID slotId,
                @Nullable UUID bookingId,
                @Nullable UUID formerBookingId) {
            this(clientId, action, outcome, requestKey, slotId, bookingId, formerBookingId, null);
        }
    }

    public ClientHistory {
        attempts = List.copyOf(attempts);
    }
}
