package org.creneau.loadtest.node;

/** A process did not do what it was started for. The message is for people. */
public final class ChildFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChildFailedException(String message) {
        super(message);
    }
}
