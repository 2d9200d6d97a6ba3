package org.creneau.loadtest.client;

/**
 * What one pool may use.
 *
 * @param connections open at the same time, 1 or more
 * @param waiting requests that may wait for a connection, 0 or more; one more fails with NO_ROOM
 * @param requestMillis from handing in a request until it fails with TIMEOUT, waiting included; looked at every 100 ms
 * @param connectMillis until an attempt to connect fails
 */
public record PoolLimits(int connections, int waiting, int requestMillis, int connectMillis) {

    public PoolLimits {
        if (connections < 1 || waiting < 0 || requestMillis < 1 || connectMillis < 1) {
            throw new IllegalArgumentException(
                    "impossible limits: " + connections + ", " + waiting + ", " + requestMillis + ", " + connectMillis);
        }
    }
}
