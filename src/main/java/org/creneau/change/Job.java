package org.creneau.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to everybody in a slot, or in all slots of a day: in batches, by any node, until it is done.
 *
 * @param slotId null for a day
 * @param day null for a slot
 * @param reason as those who are in it are told
 * @param total bookings that it is about: known once it is running. Those whose clients cancel them meanwhile are not
 *     among them in the end
 * @param done bookings that were changed
 * @param flagged of those: overlap another booking of the client now
 * @param failed bookings that could not be changed
 * @param lastError what it failed with and will be tried again; null: nothing
 */
public record Job(
        UUID id,
        Kind kind,
        String organisation,
        @Nullable UUID slotId,
        @Nullable LocalDate day,
        String reason,
        State state,
        int total,
        int done,
        int flagged,
        int failed,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** What is done. */
    public enum Kind {
        CANCEL_SLOT,
        MOVE_SLOT,
        CANCEL_DAY
    }

    /** How far it is. */
    public enum State {
        /** Bookings that began before the change are waited for: nobody is forgotten. */
        WAITING,
        RUNNING,
        DONE
    }
}
