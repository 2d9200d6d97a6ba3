package org.creneau.loadtest.rush;

import java.nio.file.Path;
import java.util.List;
import org.creneau.loadtest.client.Target;
import org.jspecify.annotations.Nullable;

/**
 * A whole run.
 *
 * @param insiders who work with the service meanwhile
 * @param urls of the nodes of an existing deployment; empty: nodes are started for the run
 * @param tokens the file of access tokens for an existing deployment
 * @param slotFile the file of slot ids for an existing deployment
 * @param databaseUrl empty: an embedded one, or for an existing deployment no check
 * @param redisUrl empty: an embedded one
 * @param managementUrls of an existing deployment, for CPU and memory
 * @param nodes to be started
 * @param nodeJvmOptions of each of them
 * @param rehearsal clients of a smaller rush before, whose figures are thrown away: a service that was just started spends its
 *     first seconds compiling; 0 for none
 * @param slots to be seeded
 * @param capacity of each of them
 * @param opensInSeconds from their writing until they open: time for people to gather
 * @param patienceSeconds after the arrival window until those who are still there are sent home
 * @param settleSeconds until every seat must be either occupied or free
 * @param folder for the report
 */
record RushOptions(
        Crowd crowd,
        Insiders insiders,
        GeneratorOptions generator,
        List<Target> urls,
        @Nullable Path tokens,
        @Nullable Path slotFile,
        String databaseUrl,
        String redisUrl,
        List<String> managementUrls,
        int nodes,
        List<String> nodeJvmOptions,
        int rehearsal,
        int slots,
        int capacity,
        int opensInSeconds,
        int patienceSeconds,
        int settleSeconds,
        Path folder) {

    RushOptions {
        urls = List.copyOf(urls);
        managementUrls = List.copyOf(managementUrls);
        nodeJvmOptions = List.copyOf(nodeJvmOptions);
        if (!insiders.none() && databaseUrl.isEmpty() && !urls.isEmpty()) {
            throw new IllegalArgumentException("--partner and --changes need --database, where their tokens are written");
        }
        within("nodes", nodes, 1, 16);
        within("rehearsal", rehearsal, 0, 1_000_000);
        within("slots", slots, 1, 10_000);
        within("capacity", capacity, 1, 10_000);
        within("opens-in", opensInSeconds, 3, 3600);
        within("patience", patienceSeconds, 0, 3600);
        within("settle", settleSeconds, 1, 600);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("--" + what + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
