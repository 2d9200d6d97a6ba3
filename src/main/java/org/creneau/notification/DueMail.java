package org.creneau.notification;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * A mail that a node has taken to send it now.
 *
 * @param kind the name of a {@link Mail.Kind}; perhaps of one that only newer nodes know
 * @param attempts this one included
 * @param pointless whether what it tells is not so any more, or over: it is not sent
 */
record DueMail(
        UUID id, String kind, String recipient, String language, JsonObject model, int attempts, boolean pointless) {

    @Override
    public String toString() {
        return "DueMail[" + id + ", " + kind + "]"; // addresses and secrets must not reach a log
    }
}
