package org.creneau.booking;

import java.time.Duration;
import org.creneau.seat.Incarnation;

/**
 * Whether Redis may be unaware of seats that were handed out lately: its data set is younger than a lease can be. Then a
 * slot that looks full may hold a seat for an earlier attempt of whoever asks, and "full" is not certain. The same while
 * Redis is away, until the last lease that it gave before is over; for what is handed out without it see {@link
 * DatabaseSeats}.
 */
final class Disturbance {

    private final Incarnation incarnation;
    private final Duration leaseDuration;

    /** Of a database in which no slot was ever loaded; nothing can be on its way from before. */
    private final boolean firstUse;

    private final String firstName;

    Disturbance(Incarnation incarnation, Duration leaseDuration, boolean firstUse, String firstName) {
        this.incarnation = incarnation;
        this.leaseDuration = leaseDuration;
        this.firstUse = firstUse;
        this.firstName = firstName;
    }

    boolean possible() {
        if (incarnation.reach().away()) {
            return !incarnation.reach().awayFor(leaseDuration);
        }
        if (!incarnation.youngerThan(leaseDuration)) {
            return false;
        }
        return !firstUse || !firstName.equals(incarnation.name().result());
    }
}
