package org.creneau.desk;

import java.util.List;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.booking.Attendance;
import org.creneau.booking.BookingState;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.creneau.core.Reference;
import org.creneau.desk.Clients.Flag;
import org.jspecify.annotations.Nullable;

/** Lists of who is expected in a slot, and who came. Served by {@link DeskVerticle}. */
public final class Attendances {

    public static final Address<Show, ShowResult> SHOW = new Address<>("desk.attendance.show");
    public static final Address<Mark, MarkResult> MARK = new Address<>("desk.attendance.mark");

    private Attendances() {}

    /**
     * Somebody who is expected, or came or not.
     *
     * @param state BOOKED, ENDED, COMPLETED or MISSED
     * @param person null for a client who has not registered or is being erased; when the time for corrections is over
     *     also for an organisation's people and systems, unless the client lets them use the file
     * @param flags as in the client's file; none where names are not shown
     */
    public record Entry(
            UUID bookingId,
            UUID clientId,
            int seat,
            BookingState state,
            @Nullable Person person,
            List<Flag> flags) {

        public Entry {
            flags = List.copyOf(flags);
        }

        /** What the client reads out. */
        public String reference() {
            return Reference.of(bookingId);
        }

        @Override
        public String toString() {
            return "Entry[" + bookingId + "]";
        }
    }

    /**
     * Who it is.
     *
     * @param number « Numéro de client rendez-vous »; null for an organisation that may not use the file: with the number
     *     begins what opens it
     */
    public record Person(@Nullable Long number, String familyName, String givenName) {
        @Override
        public String toString() {
            return "Person[]"; // what must not reach a log
        }
    }

    /**
     * Everybody who is expected in a slot, by family name and given name.
     *
     * @param limit 1 to 100
     */
    public record Show(
            Actor by, UUID slotId, int limit, @Nullable String cursor) {}

    /** The answer to {@link Show}. */
    public sealed interface ShowResult {
        record Found(Page<Entry> page) implements ShowResult {}

        record NotFound() implements ShowResult {}

        record BadCursor() implements ShowResult {}
    }

    /** Marks who came, all or none. */
    public record Mark(Actor by, UUID slotId, List<Attendance.Mark> marks) {
        public Mark {
            marks = List.copyOf(marks);
        }
    }

    /** The answer to {@link Mark}. */
    public sealed interface MarkResult {
        record Marked() implements MarkResult {}

        record NotFound() implements MarkResult {}

        record TooEarly() implements MarkResult {}

        record TooLate() implements MarkResult {}

        /** @param positions in the list of marks, from 0, of bookings that are not in the slot, or were given up */
        record NotMarkable(List<Integer> positions) implements MarkResult {}
    }
}
