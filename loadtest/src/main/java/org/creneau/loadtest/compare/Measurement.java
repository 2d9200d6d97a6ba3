package org.creneau.loadtest.compare;

import java.util.Map;

/**
 * One cell in one round.
 *
 * @param perSecond answers of the kind that counts
 * @param p50Millis of all answers
 * @param nodeCores cores that the node's process kept busy; 2.0 is all of a machine with two
 * @param machineCores cores of the machine that were busy, with PostgreSQL, Redis and whatever else runs; 0 where there is
 *     no {@code /proc}
 * @param generatorCores the same for the load generator's event loops
 * @param generatorBusy how much of its time the busiest of these was busy, 0 to 1
 * @param residentBytes the most that the node had in memory
 * @param errors answers of any other kind
 * @param outcomes how many of each kind
 */
record Measurement(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double nodeCores,
        double machineCores,
        double generatorCores,
        double generatorBusy,
        long residentBytes,
        long errors,
        double seconds,
        Map<String, Long> outcomes) {}
