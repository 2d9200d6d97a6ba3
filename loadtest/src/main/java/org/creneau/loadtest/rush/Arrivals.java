package org.creneau.loadtest.rush;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each client arrives, drawn before anything starts: an open arrival model. Nobody comes later because the service
 * is slow.
 */
final class Arrivals {

    private static final double NANOS = 1e9;

    private final long[] offsets;

    private Arrivals(long[] offsets) {
        this.offsets = offsets;
    }

    /** The same crowd with the same seed arrives at the same times. */
    static Arrivals of(Crowd crowd) {
        SplittableRandom random = new SplittableRandom(crowd.seed());
        long[] offsets = new long[crowd.clients()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (long) (seconds(crowd, random) * NANOS);
        }
        Arrays.sort(offsets);
        return new Arrivals(offsets);
    }

    private static double seconds(Crowd crowd, SplittableRandom random) {
        if (random.nextDouble() < crowd.earlyShare()) {
            return -random.nextDouble() * crowd.earlySeconds();
        }
        if (random.nextDouble() < crowd.peakShare()) {
            // The part of the exponential distribution that is inside the window.
            double inside = 1 - Math.exp(-crowd.windowSeconds() / crowd.peakSeconds());
            return -crowd.peakSeconds() * Math.log(1 - random.nextDouble() * inside);
        }
        return random.nextDouble() * crowd.windowSeconds();
    }

    int clients() {
        return offsets.length;
    }

    /** Nanoseconds after the release, negative before it; grows with the client's number. */
    long nanos(int client) {
        return offsets[client];
    }
}
