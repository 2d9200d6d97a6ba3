package org.creneau.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can happen that partners' systems are told. */
public enum EventKind {
    BOOKING_CREATED,
    /** A booking took the place of another one. */
    BOOKING_MOVED,
    BOOKING_CANCELLED,
    /** Somebody came, or did not. */
    BOOKING_ATTENDED,
    /** A slot can be booked: its release came, or a seat is free again. */
    SLOT_OPENED,
    /** Another time, place, capacity or release; or closed, open again, cancelled. */
    SLOT_CHANGED,
    SLOT_FULL;

    /** As partners' systems see it: {@code booking.created}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public static Optional<EventKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
