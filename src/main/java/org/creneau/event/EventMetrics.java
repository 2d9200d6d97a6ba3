package org.creneau.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What an operator sees of webhooks: what waits for all nodes together, the rest of this node. */
final class EventMetrics {

    private final Counter delivered;
    private final Counter failed;
    private volatile long waiting;

    EventMetrics(MeterRegistry registry) {
        Gauge.builder("creneau.webhooks.waiting", () -> waiting)
                .description("Events that are to be sent to webhooks")
                .register(registry);
        delivered = Counter.builder("creneau.webhooks.delivered")
                .description("Events that webhooks took")
                .register(registry);
        failed = Counter.builder("creneau.webhooks.failed")
                .description("Attempts to send an event that failed")
                .register(registry);
    }

    void waiting(long read) {
        waiting = read;
    }

    void delivered() {
        delivered.increment();
    }

    void failed() {
        failed.increment();
    }
}
