package org.creneau.loadtest.fault;

import org.creneau.loadtest.rush.Crowd;

/**
 * The rush during which things break.
 *
 * @param clients who come, each with a token
 * @param slots that open together
 * @param capacity seats of each
 * @param windowSeconds within which the clients come; faults strike in its first part
 */
record FaultCrowd(int clients, int slots, int capacity, int windowSeconds) {

    /** From the seeding until the slots open: time for people to gather. */
    private static final int OPENS_IN_SECONDS = 3;

    FaultCrowd {
        within("clients", clients, 1, 100_000);
        within("slots", slots, 2, 100);
        within("capacity", capacity, 1, 1000);
        within("window", windowSeconds, 5, 600);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("--" + what + " must be from " + min + " to " + max + ", not " + value);
        }
    }

    int opensInSeconds() {
        return OPENS_IN_SECONDS;
    }

    /** People of whom many click twice, cancel or move, and who ask a dozen times before they give up. */
    Crowd crowd(long seed) {
        return new Crowd(
                clients, seed, windowSeconds, 0.1, 2, 0.3, 2, 500, 0.5, 0.1, 0.15, 0.15, 0.15, 3, 12, 0.7, 300, 800);
    }
}
