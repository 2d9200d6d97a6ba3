package org.creneau.http;

import java.util.Map;

/** What serves the contract's operations. Shared by all instances of {@link HttpVerticle}. */
@FunctionalInterface
public interface Operations {

    /**
     * The handlers of one event loop, by operation id; there must be one for each operation of the contract.
     *
     * @param requests asks the features, from this event loop
     * @param addresses who calls
     * @param listeners this event loop's streams of seats left
     */
    Map<String, OperationHandler> handlers(
            Requests requests, Problems problems, ClientAddress addresses, LeftListeners listeners);
}
