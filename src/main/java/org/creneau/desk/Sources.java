package org.creneau.desk;

import org.creneau.access.Actor;
import org.creneau.booking.BookingSource;

/** For whom somebody acts who is not the client (guide 5.2). */
final class Sources {

    private Sources() {}

    static BookingSource of(Actor by) {
        return by instanceof Actor.Staff staff && staff.ministry() ? BookingSource.MINISTRY : BookingSource.PARTNER;
    }
}
