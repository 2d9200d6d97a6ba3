package org.creneau.core;

/** A bounded queue is full. Nothing was done. HTTP answers 503 {@code overloaded} with {@code Retry-After}. */
public final class Overloaded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param queue the queue that is full, for the log */
    public Overloaded(String queue) {
        super(queue, null, false, false); // thrown exactly when there is no time to spare: no stack trace
    }
}
