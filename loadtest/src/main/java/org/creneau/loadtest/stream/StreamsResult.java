package org.creneau.loadtest.stream;

import java.util.Locale;
import org.creneau.loadtest.report.Latency;
import org.creneau.loadtest.report.Machine;

/**
 * What was measured.
 *
 * @param delay from the answer to a booking until a stream hears of it
 * @param heapBytes of live objects that the streams added
 * @param residentBytes that the node took more of after they were opened
 * @param cpuSeconds of the node, for the changes and what else it did meanwhile
 */
record StreamsResult(
        Machine machine,
        int streams,
        int changes,
        Latency delay,
        long heapBytes,
        long residentBytes,
        double cpuSeconds) {

    double cpuMicrosPerChangeAndStream() {
        return cpuSeconds * 1e6 / changes / streams;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                """
                %d streams, %d changes; %d cores, %s, %s
                delay ms        p50 %.0f, p99 %.0f, most %.0f
                memory MiB      %.1f of live objects, %.1f resident
                CPU µs          %.1f for each change and stream
                """,
                streams,
                changes,
                machine.cores(),
                machine.cpu(),
                machine.commit(),
                delay.p50(),
                delay.p99(),
                delay.max(),
                heapBytes / 1048576.0,
                residentBytes / 1048576.0,
                cpuMicrosPerChangeAndStream());
    }
}
