package org.creneau.loadtest.client;

/** Bytes that are no HTTP response, or one that is too large. */
final class MalformedResponseException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedResponseException(String what) {
        super(what);
    }
}
