package org.creneau.limit;

import java.util.concurrent.TimeUnit;

/**
 * So many calls in a window of time, and how that is said in the headers of draft-ietf-httpapi-ratelimit-headers. Who was
 * quiet for the whole window may make all of them at once; they come back one by one.
 *
 * <p>What was used is measured in time: that after which all of it is back.
 */
final class Quota {

    static final int MINUTE_SECONDS = 60;
    static final int HOUR_SECONDS = 3600;

    /** What is left is told in so many steps, rounded down, so that the texts can be written beforehand. */
    private static final int MOST_STEPS = 1000;

    private final String name;
    private final int calls;
    private final long windowNanos;
    private final long nanosEach;
    private final String policy;
    private final String[] statuses;

    Quota(String name, int calls, int windowSeconds) {
        this.name = name;
        this.calls = calls;
        this.windowNanos = TimeUnit.SECONDS.toNanos(windowSeconds);
        this.nanosEach = windowNanos / calls;
        this.policy = "\"" + name + "\";q=" + calls + ";w=" + windowSeconds;
        this.statuses = new String[Math.min(calls, MOST_STEPS) + 1];
        for (int step = 0; step < statuses.length; step++) {
            long left = (long) calls * step / (statuses.length - 1);
            statuses[step] = status(left, secondsUp(windowNanos - left * nanosEach));
        }
    }

    String name() {
        return name;
    }

    long windowNanos() {
        return windowNanos;
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
        long left = (windowNanos - usedNanos) / nanosEach;
        return statuses[(int) (left * (statuses.length - 1) / calls)];
    }

    /** The value of {@code RateLimit} for a call that came too early. */
    String refusal(long usedNanos) {
        return status(0, retryAfterSeconds(usedNanos));
    }

    /** When the next call can be let through, at least 1. */
    long retryAfterSeconds(long usedNanos) {
        return secondsUp(usedNanos + nanosEach - windowNanos);
    }

    private String status(long left, long seconds) {
        return "\"" + name + "\";r=" + left + ";t=" + seconds;
    }

    private static long secondsUp(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
