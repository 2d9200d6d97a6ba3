package org.creneau.notification;

import org.creneau.config.MailSettings;

/** How long a mail waits after a failure: twice as long after each, up to a limit; and when it is given up. */
record BackOff(long firstMillis, long longestMillis, int maxAttempts) {

    private static final int MAX_DOUBLINGS = 40;

    static BackOff of(MailSettings settings) {
        return new BackOff(
                settings.firstRetrySeconds() * 1000, settings.longestRetrySeconds() * 1000, settings.maxAttempts());
    }

    /** @param attempts so far, at least 1 */
    long millis(int attempts) {
        int doublings = Math.min(attempts - 1, MAX_DOUBLINGS);
        long grown = firstMillis << doublings;
        return grown <= 0 || grown >> doublings != firstMillis ? longestMillis : Math.min(grown, longestMillis);
    }

    boolean exhausted(int attempts) {
        return attempts >= maxAttempts;
    }
}
