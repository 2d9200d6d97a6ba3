package org.creneau.booking;

import java.time.Instant;
import java.util.UUID;
import org.creneau.core.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One client's seat, as PostgreSQL has it.
 *
 * @param seat from 0
 * @param rescheduledTo the booking that replaced this one, when it is RESCHEDULED
 * @param expiresAt when a hold ends, or ended without being confirmed; null: it is no hold (any more)
 * @param changedSource who cancelled or moved it, or marked whether the client came (guide 5.2); null: nobody, also when it was
 *     held and its time was over
 */
public record Booking(
        UUID id,
        UUID slotId,
        int seat,
        UUID clientId,
        String typeId,
        BookingState state,
        BookingSource source,
        @Nullable String requestKey,
        @Nullable UUID rescheduledTo,
        Instant createdAt,
        Instant updatedAt,
        @Nullable BookingSource changedSource,
        @Nullable Instant expiresAt) {

    /** What a person reads out on the phone. */
    public String reference() {
        return Reference.of(id);
    }
}
