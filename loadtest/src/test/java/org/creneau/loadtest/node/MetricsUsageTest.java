package org.creneau.loadtest.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsUsageTest {

    @Test
    void addsUpWhatTheMetricsTell() {
        String metrics = """
                # TYPE process_cpu_time_ns_total counter
                process_cpu_time_ns_total 1.5E9
                jvm_memory_committed_bytes{area="heap",id="one"} 1048576.0
                jvm_memory_committed_bytes{area="nonheap",id="other"} 2097152.0
                jvm_memory_committed_bytes_of_something_else 7.0
                """;
        assertEquals(Optional.of(new Usage(1.5, 3 << 20)), MetricsUsage.parse(metrics));
    }

    @Test
    void anotherServersMetricsTellNothing() {
        assertEquals(Optional.empty(), MetricsUsage.parse("go_goroutines 12\n"));
    }
}
