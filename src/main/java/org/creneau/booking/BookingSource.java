package org.creneau.booking;

/** Who acted (guide 5.2): the client online or a partner for the client; a partner or the ministry as the provider. */
public enum BookingSource {
    CLIENT,
    PARTNER,
    MINISTRY
}
