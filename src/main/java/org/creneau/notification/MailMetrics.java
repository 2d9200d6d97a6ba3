package org.creneau.notification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What an operator sees of the mail: what waits and what is given up for all nodes together, the rest of this node. */
final class MailMetrics {

    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;
    private final Counter dropped;
    private volatile MailStore.Figures figures = new MailStore.Figures(0, 0, 0);

    MailMetrics(MeterRegistry registry) {
        gauge(registry, "creneau.mail.waiting", "mails that are due and not sent", MailStore.Figures::waiting);
        gauge(
                registry,
                "creneau.mail.oldest.waiting.seconds",
                "how long the oldest of them has waited",
                MailStore.Figures::oldestSeconds);
        gauge(registry, "creneau.mail.dead", "mails that were given up and are still kept", MailStore.Figures::dead);
        sent = counter(registry, "creneau.mail.sent", "mails that the mail server took");
        failed = counter(registry, "creneau.mail.failed", "attempts to send a mail that failed");
        givenUp = counter(registry, "creneau.mail.given.up", "mails given up: refused for good, or tried too often");
        dropped = counter(registry, "creneau.mail.dropped", "mails not sent because what they tell is over");
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<MailStore.Figures> value) {
        Gauge.builder(name, () -> value.applyAsDouble(figures))
                .description(description)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void figures(MailStore.Figures read) {
        figures = read;
    }

    void sent() {
        sent.increment();
    }

    void failed() {
        failed.increment();
    }

    void givenUp() {
        givenUp.increment();
    }

    void dropped() {
        dropped.increment();
    }
}
