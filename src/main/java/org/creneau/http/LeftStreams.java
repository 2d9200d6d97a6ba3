package org.creneau.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.creneau.config.Settings;
import org.creneau.slot.Slots.Search;
import org.jspecify.annotations.Nullable;

/** The streams that are watched on this node, one for each search; and how many watch. For all event loops. */
final class LeftStreams {

    /** Different searches of one address: enough for all that a household or an office looks at. */
    private static final int MOST_SEARCHES_OF_ONE = 50;

    /** What one address watches; touched by who has its entry to itself. */
    private static final class Watched {

        private final Map<Search, Integer> searches = new HashMap<>();
        private int all;

        private boolean hasRoom(Search search, int most) {
            return all < most && (searches.containsKey(search) || searches.size() < MOST_SEARCHES_OF_ONE);
        }

        private void add(Search search) {
            all++;
            searches.merge(search, 1, Integer::sum);
        }

        private @Nullable Watched without(Search search) {
            all--;
            searches.computeIfPresent(search, (same, count) -> count == 1 ? null : count - 1);
            return all == 0 ? null : this;
        }
    }

    private final int most;
    private final int mostOfOne;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final Counter slow;

    /** Held by those who watch, and by nobody else. */
    private final Cache<Search, LeftStream> streams =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    LeftStreams(Settings.Search settings, MeterRegistry meters) {
        this.most = settings.listeners();
        this.mostOfOne = settings.listenersPerAddress();
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

    /** Whether there is room now for one more from an address. */
    boolean hasRoom(String address, Search search) {
        boolean[] room = {mostOfOne > 0};
        watched.computeIfPresent(address, (same, mine) -> {
            room[0] = mine.hasRoom(search, mostOfOne);
            return mine;
        });
        return room[0] && listeners.get() < most;
    }

    /** Whether there is room for one more from an address, who must {@link #leave} later. */
    boolean join(String address, Search search) {
        if (listeners.incrementAndGet() > most || !add(address, search)) {
            listeners.decrementAndGet();
            return false;
        }
        return true;
    }

    private boolean add(String address, Search search) {
        boolean[] added = {false};
        watched.compute(address, (same, before) -> {
            Watched mine = before == null ? new Watched() : before;
            added[0] = mine.hasRoom(search, mostOfOne);
            if (added[0]) {
                mine.add(search);
            }
            return mine.all == 0 ? null : mine;
        });
        return added[0];
    }

    void leave(String address, Search search) {
        watched.computeIfPresent(address, (same, mine) -> mine.without(search));
        listeners.decrementAndGet();
    }

    void tooSlow() {
        slow.increment();
    }
}
