package org.creneau.booking;

import org.creneau.access.Access;
import org.creneau.access.Actor;

/** Who acted (guide 5.2): the client online or a partner for the client; a partner or the ministry as the provider. */
public enum BookingSource {
    CLIENT,
    PARTNER,
    MINISTRY;

    /** Of what somebody does as the provider. */
    public static BookingSource provider(Actor actor) {
        return switch (Access.provider(actor)) {
            case MINISTRY -> MINISTRY;
            case PARTNER -> PARTNER;
        };
    }
}
