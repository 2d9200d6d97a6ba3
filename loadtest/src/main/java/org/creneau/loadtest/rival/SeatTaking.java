package org.creneau.loadtest.rival;

import io.vertx.core.Future;

/** One way to take a seat and to record the booking; where strategies differ, and nowhere else. */
interface SeatTaking {

    /** Tries once. A failure means that the outcome is not known. */
    Future<Attempt> take(Wish wish);
}
