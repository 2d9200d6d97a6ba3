package org.creneau.loadtest.fault;

import io.vertx.core.buffer.Buffer;

/** Recognises, in what a client sends on one connection, the requests at which a proxy is to strike. */
@FunctionalInterface
interface Cue {

    /** @return whether such a request ended in these bytes */
    boolean seen(Buffer sent);

    /** Never. */
    static Cue none() {
        return sent -> false;
    }

    /** A booking, a cancellation or a move over HTTP; the clients here send one request at a time, in one piece. */
    static Cue posts() {
        byte[] start = {'P', 'O', 'S', 'T', ' '};
        return sent -> {
            for (int i = 0; i < start.length; i++) {
                if (sent.length() <= i || sent.getByte(i) != start[i]) {
                    return false;
                }
            }
            return true;
        };
    }
}
