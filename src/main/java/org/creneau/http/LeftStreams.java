package org.creneau.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.slot.Slots.Search;

/** The streams that are watched on this node, one for each search; and how many watch. For all event loops. */
final class LeftStreams {

    private final int most;
    private final AtomicInteger listeners = new AtomicInteger();
    private final Counter slow;

    /** Held by those who watch, and by nobody else. */
    private final Cache<Search, LeftStream> streams =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    /** @param most listeners at once */
    LeftStreams(int most, MeterRegistry meters) {
        this.most = most;
        Gauge.builder("creneau.http.listeners", listeners, AtomicInteger::get)
                .description("Open streams of seats left")
                .register(meters);
        slow = Counter.builder("creneau.http.listeners.slow")
                .description("Streams that were ended because nobody read them")
                .register(meters);
    }

    LeftStream of(Search search) {
        return Objects.requireNonNull(streams.get(search, unknown -> new LeftStream()));
    }

    /** Whether nobody else may join now. */
    boolean full() {
        return listeners.get() >= most;
    }

    /** Whether there is room for one more, who must {@link #leave} later. */
    boolean join() {
        if (listeners.incrementAndGet() > most) {
            listeners.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        listeners.decrementAndGet();
    }

    void tooSlow() {
        slow.increment();
    }
}
