package org.creneau.loadtest.rush;

import java.util.List;

/**
 * Everything that is settled before the first one arrives.
 *
 * @param startNanos when people begin to look at their own bookings
 * @param releaseNanos when the slots open; both of {@link System#nanoTime()}
 */
record Round(
        Crowd crowd,
        Arrivals arrivals,
        Offer offer,
        List<Person> people,
        ServerClock clock,
        long startNanos,
        long releaseNanos) {}
