package org.creneau.loadtest.compare;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What closed loops saw.
 *
 * @param outcomes how many answers of each kind
 * @param micros how long they took
 * @param seconds that they were counted for
 */
record Sample(Map<String, Long> outcomes, Histogram micros, double seconds) {

    /** Of several event loops at the same time. */
    Sample plus(Sample other) {
        Map<String, Long> sum = new TreeMap<>(outcomes);
        other.outcomes.forEach((name, count) -> sum.merge(name, count, Long::sum));
        Histogram both = micros.copy();
        both.add(other.micros);
        return new Sample(sum, both, Math.max(seconds, other.seconds));
    }

    long count(String outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long total() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
