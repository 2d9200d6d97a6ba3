package org.creneau.booking;

import java.util.List;
import java.util.UUID;

/** Who came (guide 5.2: « Complété », « Manqué »). */
public final class Attendance {

    private Attendance() {}

    /** Whether somebody came. */
    public record Mark(UUID bookingId, boolean attended) {
        BookingState state() {
            return attended ? BookingState.COMPLETED : BookingState.MISSED;
        }
    }

    /**
     * Marks bookings of one slot, all of them or none. A mark can be corrected by another one.
     *
     * @param marks each of another booking; 500 at the most
     * @param actor who does it, for the history
     * @param source for whom the actor does it
     */
    public record MarkAll(UUID slotId, List<Mark> marks, UUID actor, BookingSource source) {
        public MarkAll {
            marks = List.copyOf(marks);
        }

        /** The same with others. */
        MarkAll with(List<Mark> others) {
            return new MarkAll(slotId, others, actor, source);
        }
    }

    /** The answer to {@link MarkAll}. */
    public sealed interface Result {
        /** Now, or they were so already. */
        record Marked() implements Result {}

        /** The slot has not begun. */
        record TooEarly() implements Result {}

        /** The slot has been over for longer than attendance can be corrected. */
        record TooLate() implements Result {}

        /**
         * Some cannot be marked. Nothing was.
         *
         * @param positions in the list of marks, from 0
         */
        record NotMarkable(List<Integer> positions) implements Result {}

        record NoSuchSlot() implements Result {}
    }
}
