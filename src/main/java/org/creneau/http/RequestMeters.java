package org.creneau.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of each operation were answered with which status, and how long they took. For one event loop;
 * looking a meter up in the registry costs more than recording in it, so each is kept once it was needed.
 */
final class RequestMeters {

    private static final int STATUSES = 600;

    private final MeterRegistry registry;
    private final Map<String, @Nullable Timer[]> timers = new HashMap<>();

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param operation its operationId, or {@code none} */
    void record(String operation, int status, long nanos) {
        @Nullable Timer[] byStatus = timers.get(operation);
        if (byStatus == null) {
            byStatus = new Timer[STATUSES];
            timers.put(operation, byStatus);
        }
        Timer timer = byStatus[status];
        if (timer == null) {
            timer = Timer.builder("creneau.http.requests")
                    .description("Requests answered, by operation and status")
                    .tag("operation", operation)
                    .tag("status", String.valueOf(status))
                    .register(registry);
            byStatus[status] = timer;
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
