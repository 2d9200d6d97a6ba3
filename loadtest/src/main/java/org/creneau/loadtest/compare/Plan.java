package org.creneau.loadtest.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to compare, and how.
 *
 * @param rounds 1 or more
 * @param seconds that each cell is measured in each round
 * @param warmUpSeconds before that
 * @param firstWarmUpSeconds the same in the first round, for the JVM
 * @param connections of the closed loop
 * @param generatorThreads event loops of the load generator
 * @param clients with tokens in each database, at least as many as a hot slot has seats
 * @param freshTokens that nobody has seen, for each round
 * @param databaseUrl of a server where databases may be made; empty: an embedded one
 * @param redisUrl of a server whose databases from this one's number on are used; empty: an embedded one
 * @param environment further settings for all nodes, {@code CRENEAU_…}
 * @param rivalConnections of each rival to PostgreSQL; 0: as many as suit its strategy best
 * @param folder exists; for embedded servers and logs
 */
record Plan(
        int rounds,
        double seconds,
        double warmUpSeconds,
        double firstWarmUpSeconds,
        int connections,
        int generatorThreads,
        int clients,
        int freshTokens,
        List<String> subjects,
        List<Scenario> scenarios,
        String databaseUrl,
        String redisUrl,
        List<String> jvmOptions,
        Map<String, String> environment,
        int rivalConnections,
        Path folder) {

    Plan {
        subjects = List.copyOf(subjects);
        scenarios = List.copyOf(scenarios);
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
    }

    boolean wants(Scenario scenario) {
        return scenarios.contains(scenario);
    }
}
