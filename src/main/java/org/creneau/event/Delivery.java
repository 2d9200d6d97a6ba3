package org.creneau.event;

import java.time.Instant;
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
        @Nullable Instant nextAttemptAt) {

    /** How far it is. */
    public enum State {
        PENDING,
        DELIVERED,
        GIVEN_UP
    }
}
