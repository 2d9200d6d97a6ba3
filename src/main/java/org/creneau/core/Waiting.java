package org.creneau.core;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The requests of one event loop that wait for their answers, and how long they may. */
final class Waiting {

    private static final long SWEEP_MILLIS = 100;

    private final EventLoop loop;
    private final Chain<Hop> hops = new Chain<>();
    /** Null while nobody waits. */
    private @Nullable ScheduledFuture<?> nextSweep;

    Waiting(EventLoop loop) {
        this.loop = loop;
    }

    void add(Hop hop) {
        hops.add(hop);
        if (nextSweep == null) {
            nextSweep = scheduleSweep();
        }
    }

    void remove(Hop hop) {
        hops.remove(hop);
    }

    private ScheduledFuture<?> scheduleSweep() {
        return loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** All of them, because each has a time limit of its own. */
    private void sweep() {
        long now = System.nanoTime();
        Hop hop = hops.oldest();
        while (hop != null) {
            Hop next = hop.newer();
            if (hop.isOver(now)) {
                // Not from within this loop: who hears of it may begin or end other requests.
                Hop late = hop;
                loop.execute(late::giveUp);
            }
            hop = next;
        }
        nextSweep = hops.isEmpty() ? null : scheduleSweep();
    }
}
