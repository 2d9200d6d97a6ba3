package org.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Serves {@link SlotSeats}: one instance on a node, with a connection to PostgreSQL of its own. */
final class SlotSeatsVerticle extends VerticleBase {

    private final BookingParts parts;

    SlotSeatsVerticle(BookingParts parts) {
        this.parts = parts;
    }

    @Override
    public Future<?> start() {
        CapacityService capacity = parts.capacity(vertx);
        SlotSeats.ADJUST.serve(vertx, capacity::adjust);
        SlotSeats.GIVE_BACK.serve(
                vertx,
                command -> capacity.giveBack(command.slotId(), command.seats(), true)
                        .map(true));
        return Future.succeededFuture();
    }
}
