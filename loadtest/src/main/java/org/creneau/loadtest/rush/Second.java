package org.creneau.loadtest.rush;

import org.HdrHistogram.Histogram;

/** What happened in one second. For one thread; others get copies. */
final class Second {

    /** Longer is counted as this long: 2 minutes in microseconds. */
    static final long LONGEST_MICROS = 120_000_000;

    /** Two digits: some 30 KB each, and there is one for each second. */
    private static final int DIGITS = 2;

    long sent;
    long searches;
    long booked;
    long refused;
    long notOpen;
    long changed;
    long looked;
    long comeBack;
    long failed;
    long unexpected;

    /** From the intended instant to the definite answer, in microseconds; all kinds. */
    final Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);

    void add(Second other) {
        sent += other.sent;
        searches += other.searches;
        booked += other.booked;
        refused += other.refused;
        notOpen += other.notOpen;
        changed += other.changed;
        looked += other.looked;
        comeBack += other.comeBack;
        failed += other.failed;
        unexpected += other.unexpected;
        latency.add(other.latency);
    }

    Second copy() {
        Second copy = new Second();
        copy.add(this);
        return copy;
    }

    void count(Kind kind) {
        switch (kind) {
            case SEARCH -> searches++;
            case BOOK -> booked++;
            case REFUSE -> refused++;
            case NOT_OPEN -> notOpen++;
            case CANCEL, MOVE -> changed++;
            case LOOK -> looked++;
            case HOLD, CONFIRM, BATCH, CHANGE -> {
                // Too few for a curve: the table of latencies has them.
            }
        }
    }
}
