package org.creneau.booking;

import java.util.Optional;
import java.util.UUID;
import org.creneau.seat.Occupant;
import org.creneau.seat.SeatRecord;
import org.creneau.seat.SeatSheet;

/** Something that Redis believes about a slot and PostgreSQL does not, or the reverse. */
public sealed interface SeatDifference {

    UUID slotId();

    /** The difference in words, for people. */
    String describe();

    /** A lease whose booking PostgreSQL has: it only has to be confirmed. */
    record Unconfirmed(UUID slotId, int seat, UUID bookingId) implements SeatDifference {
        @Override
        public String describe() {
            return "seat %d: booking %s is recorded, Redis still has it as a lease".formatted(seat, bookingId);
        }
    }

    /**
     * A seat that Redis gives to a booking which does not have it in PostgreSQL and can no longer get it.
     *
     * @param deadlineMillis of its lease; 0: it was recorded, as far as Redis knows
     */
    record Leaked(UUID slotId, int seat, UUID bookingId, long deadlineMillis) implements SeatDifference {
        @Override
        public String describe() {
            return deadlineMillis != 0
                    ? "seat %d: leased to booking %s, which was never recorded".formatted(seat, bookingId)
                    : "seat %d: taken by booking %s, which is over".formatted(seat, bookingId);
        }
    }

    /**
     * A seat whose occupant in PostgreSQL is not the one in Redis.
     *
     * @param seen what Redis says; empty: the seat is free there
     */
    record Unknown(UUID slotId, Occupant occupant, Optional<SeatRecord> seen) implements SeatDifference {
        @Override
        public String describe() {
            return "seat %d: taken by booking %s in PostgreSQL, %s in Redis"
                    .formatted(
                            occupant.seat(),
                            occupant.bookingId(),
                            seen.map(record -> "by booking " + record.bookingId())
                                    .orElse("free"));
        }
    }

    /**
     * A counter or the capacity in Redis is wrong: the slot is loaded anew.
     *
     * @param free seats that are not taken in Redis
     * @param leases seats that are leased there
     * @param capacity in PostgreSQL
     */
    record Miscounted(UUID slotId, SeatSheet sheet, int free, int leases, int capacity) implements SeatDifference {
        @Override
        public String describe() {
            return "counters: %d left and %d leases in Redis, where %d seats are free and %d leased; capacity %d, in PostgreSQL %d"
                    .formatted(sheet.left(), sheet.leases(), free, leases, sheet.capacity(), capacity);
        }
    }
}
