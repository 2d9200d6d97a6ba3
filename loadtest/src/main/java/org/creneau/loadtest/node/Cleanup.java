package org.creneau.loadtest.node;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run has started, to be ended the last first: when the run is over, or when the process is interrupted. */
public final class Cleanup implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Cleanup.class);

    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    /** One after the other, also when the main thread and the shutdown hook both want to. */
    private final Lock closing = new ReentrantLock();

    private volatile boolean over;

    public Cleanup() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end run"));
    }

    /** Remembers something that was started; ends it at once when the end has come meanwhile. */
    public void add(AutoCloseable part) {
        parts.push(part);
        if (over) {
            close();
        }
    }

    /** May be called again. What cannot be ended does not keep the others. */
    @Override
    public void close() {
        over = true;
        closing.lock();
        try {
            for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
                try {
                    part.close();
                } catch (Exception e) {
                    log.warn("{} was not ended as it should be", part, e);
                }
            }
        } finally {
            closing.unlock();
        }
    }
}
