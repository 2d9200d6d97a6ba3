package org.creneau.loadtest.rush;

/**
 * What the load generator may use.
 *
 * @param connections open at the same time, to all nodes together
 * @param waiting requests that may wait for a connection; one more fails, and the run is no measurement any more
 * @param eventLoops threads that play clients
 * @param requestMillis a client's patience with one request
 */
public record GeneratorOptions(int connections, int waiting, int eventLoops, int requestMillis) {

    public GeneratorOptions {
        within("connections", connections, 1, 60_000);
        within("max-waiting", waiting, 0, 1_000_000);
        within("event-loops", eventLoops, 1, 64);
        within("request-timeout", requestMillis, 100, 120_000);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("--" + what + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
