package org.creneau.booking;

import java.util.List;
import java.util.UUID;
import org.creneau.core.Address;

/** What happens to the seats of a slot when its organisation changes it. Served by {@link SlotSeatsVerticle}. */
public final class SlotSeats {

    /** Fails with {@code Unavailable} when it is not known how far it came; asked again it goes on from there. */
    public static final Address<Adjust, Adjusted> ADJUST = new Address<>("booking.seats.adjust");

    public static final Address<GiveBack, Boolean> GIVE_BACK = new Address<>("booking.seats.give-back");

    private SlotSeats() {}

    /**
     * Brings the capacity of a slot towards the one that is wanted ({@code slot.wanted_capacity}): withdraws free seats, or
     * gives withdrawn ones back and adds new ones. Nobody who has a seat loses it, so a capacity may be reached only when
     * some of them are gone.
     */
    public record Adjust(UUID slotId) {}

    /**
     * How far it is.
     *
     * @param capacity seats that can be sat on now
     * @param wanted the capacity that is to be reached; the same when it is
     * @param withdrawn seats that were withdrawn just now
     */
    public record Adjusted(int capacity, int wanted, int withdrawn) {

        public boolean reached() {
            return capacity == wanted;
        }
    }

    /** Tells Redis of bookings that are over. What it does not hear, the sweeper finds; so the answer says nothing. */
    public record GiveBack(UUID slotId, List<Seat> seats) {
        public GiveBack {
            seats = List.copyOf(seats);
        }
    }

    /** A seat and the booking that had it. */
    public record Seat(int number, UUID bookingId) {}
}
