package org.creneau.loadtest.rush;

import java.util.LinkedHashMap;
import java.util.Map;

/** A run's options under the names that they have on the command line, so that it can be repeated. */
final class Parameters {

    private Parameters() {}

    static Map<String, Object> of(RushOptions options) {
        Crowd crowd = options.crowd();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clients", crowd.clients());
        all.put("seed", crowd.seed());
        all.put("window", crowd.windowSeconds());
        all.put("early", crowd.earlyShare());
        all.put("early-seconds", crowd.earlySeconds());
        all.put("peak", crowd.peakShare());
        all.put("peak-seconds", crowd.peakSeconds());
        all.put("jitter", crowd.jitterMillis());
        all.put("prepared", crowd.preparedShare());
        all.put("look", crowd.lookShare());
        all.put("double-click", crowd.doubleClickShare());
        all.put("cancel", crowd.cancelShare());
        all.put("move", crowd.moveShare());
        all.put("slot-tries", crowd.slotTries());
        all.put("retries", crowd.retries());
        all.put("zipf", crowd.zipf());
        all.put("pick", crowd.pickMillis());
        all.put("think", crowd.thinkMillis());
        all.put("connections", options.generator().connections());
        all.put("max-waiting", options.generator().waiting());
        all.put("event-loops", options.generator().eventLoops());
        all.put("request-timeout", options.generator().requestMillis());
        all.put("patience", options.patienceSeconds());
        all.put("settle", options.settleSeconds());
        if (options.urls().isEmpty()) {
            all.put("nodes", options.nodes());
            all.put("node-jvm", String.join(" ", options.nodeJvmOptions()));
            all.put("rehearsal", options.rehearsal());
            all.put("slots", options.slots());
            all.put("capacity", options.capacity());
            all.put("opens-in", options.opensInSeconds());
            // Without the URLs: they hold passwords.
            all.put("own PostgreSQL", options.databaseUrl().isEmpty() ? "embedded" : "given");
            all.put("own Redis", options.redisUrl().isEmpty() ? "embedded" : "given");
        } else {
            all.put(
                    "url",
                    String.join(
                            ",", options.urls().stream().map(Object::toString).toList()));
        }
        return all;
    }
}
