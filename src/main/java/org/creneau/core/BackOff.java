package org.creneau.core;

/**
 * How long something waits after a failure: twice as long after each, up to a limit; and when it is given up.
 *
 * @param maxAttempts after which it is given up
 */
public record BackOff(long firstMillis, long longestMillis, int maxAttempts) {

    private static final int MAX_DOUBLINGS = 40;

    /** @param attempts so far, at least 1 */
    public long millis(int attempts) {
        int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
        long grown = firstMillis << doublings;
        return grown <= 0 || grown >> doublings != firstMillis ? longestMillis : Math.min(grown, longestMillis);
    }

    public boolean exhausted(int attempts) {
        return attempts >= maxAttempts;
    }
}
