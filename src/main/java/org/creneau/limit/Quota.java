package org.creneau.limit;

import java.util.concurrent.TimeUnit;

/**
 * So many calls a minute, and how that is said in the headers of draft-ietf-httpapi-ratelimit-headers. Who was quiet for a
 * minute may make all of them at once; they come back one by one.
 *
 * <p>What was used is measured in time: that after which all of it is back.
 */
final class Quota {

    static final long WINDOW_SECONDS = 60;
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    /** What is left is told in so many steps, rounded down, so that the texts can be written beforehand. */
    private static final int MOST_STEPS = 1000;

    private final String name;
    private final int perMinute;
    private final long nanosEach;
    private final String policy;
    private final String[] statuses;

    Quota(String name, int perMinute) {
        this.name = name;
        this.perMinute = perMinute;
        this.nanosEach = WINDOW_NANOS / perMinute;
        this.policy = "\"" + name + "\";q=" + perMinute + ";w=" + WINDOW_SECONDS;
        this.statuses = new String[Math.min(perMinute, MOST_STEPS) + 1];
        for (int step = 0; step < statuses.length; step++) {
            long left = (long) perMinute * step / (statuses.length - 1);
            statuses[step] = status(left, secondsUp(WINDOW_NANOS - left * nanosEach));
        }
    }

    String name() {
        return name;
    }

    /** Of one call. */
    long nanosEach() {
        return nanosEach;
    }

    /** The value of {@code RateLimit-Policy}. */
    String policy() {
        return policy;
    }

    /** The value of {@code RateLimit} after a call that was let through. */
    String status(long usedNanos) {
        long left = (WINDOW_NANOS - usedNanos) / nanosEach;
        return statuses[(int) (left * (statuses.length - 1) / perMinute)];
    }

    /** The value of {@code RateLimit} for a call that came too early. */
    String refusal(long usedNanos) {
        return status(0, retryAfterSeconds(usedNanos));
    }

    /** When the next call can be let through, at least 1. */
    long retryAfterSeconds(long usedNanos) {
        return secondsUp(usedNanos + nanosEach - WINDOW_NANOS);
    }

    private String status(long left, long seconds) {
        return "\"" + name + "\";r=" + left + ";t=" + seconds;
    }

    private static long secondsUp(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
