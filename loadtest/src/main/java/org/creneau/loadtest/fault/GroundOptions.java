package org.creneau.loadtest.fault;

import java.util.List;

/**
 * How much there is to break.
 *
 * @param nodes to start, 2 or more: clients need somewhere to go
 * @param jvmOptions of each of them
 * @param diskMiB of a disk of its own for PostgreSQL, in memory; 0: the disk that there is
 * @param keep whether the folder with all logs stays
 */
record GroundOptions(int nodes, List<String> jvmOptions, int diskMiB, boolean keep) {

    GroundOptions {
        jvmOptions = List.copyOf(jvmOptions);
        if (nodes < 2 || nodes > 8) {
            throw new IllegalArgumentException("--nodes must be from 2 to 8, not " + nodes);
        }
    }

    GroundOptions withDisk(int sizeMiB) {
        return new GroundOptions(nodes, jvmOptions, sizeMiB, keep);
    }
}
