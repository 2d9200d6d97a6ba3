package org.creneau.loadtest.rush;

/**
 * Who comes, when, and what they are like. Shares are from 0 to 1.
 *
 * @param clients different people, each with a token
 * @param seed of every random choice
 * @param windowSeconds from the release until the last one arrives
 * @param earlyShare arrive before the release, evenly over {@code earlySeconds}, and wait for it on the page
 * @param peakShare of the others: arrive at intervals that grow exponentially, the rest evenly over the window
 * @param peakSeconds the mean of that exponential distribution
 * @param jitterMillis how far apart those who wait on the page press the button once it opens
 * @param preparedShare of those who arrive after the release: chose before and book at once; the others search first
 * @param lookShare look at their own bookings while they wait for the release
 * @param doubleClickShare send their first booking twice at the same time, with one key
 * @param cancelShare of those with a booking: cancel it after {@code thinkMillis}
 * @param moveShare of those with a booking: move it after {@code thinkMillis}
 * @param slotTries slots that somebody tries before giving up, 1 or more
 * @param retries of one request without a definite answer
 * @param zipf how much more popular the first slots are: 0 all alike, 1 the second half as popular as the first
 * @param pickMillis mean time between seeing a list, or a refusal, and pressing the next button
 * @param thinkMillis mean time between a booking and changing one's mind
 */
public record Crowd(
        int clients,
        long seed,
        int windowSeconds,
        double earlyShare,
        int earlySeconds,
        double peakShare,
        double peakSeconds,
        int jitterMillis,
        double preparedShare,
        double lookShare,
        double doubleClickShare,
        double cancelShare,
        double moveShare,
        int slotTries,
        int retries,
        double zipf,
        int pickMillis,
        int thinkMillis) {

    public Crowd {
        within("clients", clients, 1, 1_000_000);
        within("window", windowSeconds, 1, 3600);
        within("early", earlyShare, 0, 1);
        within("early-seconds", earlySeconds, 0, 3600);
        within("peak", peakShare, 0, 1);
        within("peak-seconds", peakSeconds, 0.01, 3600);
        within("jitter", jitterMillis, 0, 60_000);
        within("prepared", preparedShare, 0, 1);
        within("look", lookShare, 0, 1);
        within("double-click", doubleClickShare, 0, 1);
        within("cancel", cancelShare, 0, 1);
        within("move", moveShare, 0, 1);
        within("cancel + move", cancelShare + moveShare, 0, 1);
        within("slot-tries", slotTries, 1, 100);
        within("retries", retries, 0, 100);
        within("zipf", zipf, 0, 10);
        within("pick", pickMillis, 0, 60_000);
        within("think", thinkMillis, 0, 60_000);
    }

    /** A smaller one of the same kind, in a hurry: its figures are thrown away. */
    Crowd rehearsing(int people) {
        return new Crowd(
                people,
                ~seed,
                5,
                earlyShare,
                2,
                peakShare,
                1,
                jitterMillis,
                preparedShare,
                lookShare,
                doubleClickShare,
                cancelShare,
                moveShare,
                slotTries,
                retries,
                zipf,
                pickMillis,
                500);
    }

    private static void within(String what, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("--" + what + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
