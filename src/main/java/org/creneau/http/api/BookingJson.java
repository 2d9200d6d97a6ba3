package org.creneau.http.api;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.creneau.booking.Booking;
import org.creneau.booking.BookingSource;
import org.creneau.booking.BookingState;
import org.creneau.booking.Bookings.Details;
import org.creneau.http.Contract;
import org.creneau.http.Lang;
import org.creneau.http.Times;

/**
 * A booking as JSON. Put together from parts of which none needs escaping: ids, names of states,
 * numbers, times, and the slot, which is JSON already.
 */
record BookingJson(SlotTexts slots, Reader reader) {

    /** Who reads it. */
    enum Reader {
        /** Whose it is. */
        CLIENT("/bookings/"),
        /** An employee, who learns until when it is held. */
        EMPLOYEE("/bookings/"),
        /** A partner's system, which learns whose it is, and until when it is held. */
        PARTNER("/partner/bookings/");

        private final String path;

        Reader(String path) {
            this.path = path;
        }
    }

    private static final int USUAL_BYTES = 1024;

    /** Where it is found. */
    String location(Booking booking) {
        return Contract.BASE_PATH + reader.path + booking.id();
    }

    Buffer of(Details details, Lang lang) {
        Buffer json = Buffer.buffer(USUAL_BYTES);
        write(json, details, lang);
        return json;
    }

    void write(Buffer to, Details details, Lang lang) {
        Booking booking = details.booking();
        ZoneId zone = details.slot().location().zone();
        StringBuilder before = new StringBuilder(250).append('{');
        field(before, "id", booking.id().toString()).append(',');
        field(before, "reference", booking.reference()).append(',');
        field(before, "state", booking.state().name()).append(',');
        field(before, "source", booking.source().name()).append(',');
        if (reader == Reader.PARTNER) {
            field(before, "clientId", booking.clientId().toString()).append(',');
        }
        before.append("\"seat\":").append(booking.seat()).append(",\"slot\":");
        to.appendString(before.toString());
        SlotJson slot = slots.of(details.slot(), lang);
        slot.writeBooked(to);
        if (booking.state() == BookingState.BOOKED) {
            slot.writeDeadlines(to);
        }
        StringBuilder after = new StringBuilder(150).append(',');
        field(after, "createdAt", Times.recent(booking.createdAt(), zone)).append(',');
        field(after, "updatedAt", Times.recent(booking.updatedAt(), zone));
        BookingSource changedSource = booking.changedSource();
        if (changedSource != null) {
            field(after.append(','), "changedSource", changedSource.name());
        }
        UUID rescheduledTo = booking.rescheduledTo();
        if (rescheduledTo != null) {
            field(after.append(','), "rescheduledTo", rescheduledTo.toString());
        }
        Instant expiresAt = booking.expiresAt();
        if (reader != Reader.CLIENT && expiresAt != null) {
            field(after.append(','), "expiresAt", Times.recent(expiresAt, zone));
        }
        to.appendString(after.append('}').toString());
    }

    private static StringBuilder field(StringBuilder to, String name, String value) {
        return to.append('"').append(name).append("\":\"").append(value).append('"');
    }
}
