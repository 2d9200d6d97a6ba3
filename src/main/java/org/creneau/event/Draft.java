package org.creneau.event;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no place in its organisation's stream yet.
 *
 * @param thread what follows each other in this order: a booking and those that took its place, or a slot
 * @param bookingId null: it is about a slot
 * @param data names nobody
 */
record Draft(
        UUID id,
        String organisation,
        EventKind kind,
        UUID thread,
        @Nullable UUID bookingId,
        Instant at,
        JsonObject data) {}
