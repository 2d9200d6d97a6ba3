package org.creneau.loadtest.rival;

import java.util.UUID;
import org.creneau.booking.BookingSource;
import org.creneau.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * A request for a seat.
 *
 * @param id of the booking that it may become
 */
record Wish(
        UUID id,
        Slot slot,
        UUID clientId,
        BookingSource source,
        @Nullable String requestKey) {}
