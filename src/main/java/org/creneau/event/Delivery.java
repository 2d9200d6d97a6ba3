package org.creneau.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event and how the sending of it to one webhook went.
 *
 * @param id the event's
 * @param sequence the event's place in the stream
 * @param lastStatus what the webhook's server answered to the last attempt; null: there was none, or no answer
 * @param lastError why the last attempt failed, in a word or two
 * @param nextAttemptAt null: it is over
 * @param log the newest attempts that came to an end, {@link #LONGEST_LOG} at the most, the oldest first
 */
public record Delivery(
        UUID id,
        long sequence,
        EventKind kind,
        State state,
        int attempts,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        @Nullable Instant nextAttemptAt,
        List<Attempt> log) {

    static final int LONGEST_LOG = 20;

    public Delivery {
        log = List.copyOf(log);
    }

    /**
     * How one attempt went.
     *
     * @param at when it began
     * @param status what the webhook's server answered; null: nothing
     * @param error why it failed; null: it did not
     */
    public record Attempt(
            Instant at, @Nullable Integer status, @Nullable String error) {}

    /** How far it is. */
    public enum State {
        PENDING,
        DELIVERED,
        GIVEN_UP
    }
}
