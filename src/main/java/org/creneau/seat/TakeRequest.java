package org.creneau.seat;

import java.util.UUID;

/**
 * Somebody who wants a seat.
 *
 * @param deadlineMillis until when, by PostgreSQL's clock in milliseconds since 1970, the booking may be recorded
 */
public record TakeRequest(UUID bookingId, UUID clientId, long deadlineMillis) {}
