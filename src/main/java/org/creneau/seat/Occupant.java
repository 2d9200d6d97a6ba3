package org.creneau.seat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A booking as PostgreSQL has it, for loading a slot.
 *
 * @param seat null when the booking is over and its seat free again
 * @param clientId null for a seat that is withdrawn
 */
public record Occupant(
        @Nullable Integer seat, UUID bookingId, @Nullable UUID clientId) {}
