package org.creneau.loadtest.client;

/**
 * A request and what became of it. Times are of {@link System#nanoTime()}.
 *
 * @param sentNanos when its bytes were given to the connection; when it was never sent, the same as {@code endNanos}
 * @param endNanos when the answer was complete
 */
public record Exchange(Answer answer, long sentNanos, long endNanos) {}
