package org.creneau.loadtest.rush;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Everything that is settled before the first one arrives.
 *
 * @param company who works with the service meanwhile
 * @param startNanos when people begin to look at their own bookings
 * @param releaseNanos when the slots open; both of {@link System#nanoTime()}
 */
record Round(
        Crowd crowd,
        Arrivals arrivals,
        Offer offer,
        List<Person> people,
        Optional<Company> company,
        ServerClock clock,
        long startNanos,
        long releaseNanos) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final long WARM_UP_LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Starts a whole number of seconds before the release, so that it falls between two seconds of the report. */
    static Round from(
            long nowNanos,
            long releaseNanos,
            Crowd crowd,
            Arrivals arrivals,
            Offer offer,
            List<Person> people,
            Optional<Company> company,
            ServerClock clock) {
        long start = releaseNanos - (releaseNanos - nowNanos - WARM_UP_LEAD_NANOS) / SECOND * SECOND;
        return new Round(crowd, arrivals, offer, people, company, clock, start, releaseNanos);
    }
}
