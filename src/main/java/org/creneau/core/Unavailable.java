package org.creneau.core;

import org.jspecify.annotations.Nullable;

/**
 * The answer is not known now: a server is out of reach, or the outcome of a statement is. The request may have taken
 * effect; the same request (with the same key) finds out later. HTTP answers 503 {@code unavailable} with
 * {@code Retry-After}.
 */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what what could not be reached or found out, for the log; no personal data */
    public Unavailable(String what, @Nullable Throwable cause) {
        super(what, cause, false, false); // expected under faults, in numbers: no stack trace
    }
}
