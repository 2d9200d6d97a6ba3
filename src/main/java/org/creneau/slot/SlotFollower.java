package org.creneau.slot;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueSource;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.SlotSnapshot.Entry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link SlotMemory} up with PostgreSQL by asking for changes again and again. Deployed once; it starts when all
 * slots are in memory. A poll that fails changes nothing and is repeated.
 */
public final class SlotFollower extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(SlotFollower.class);

    private final SlotMemory memory;
    private final SlotStore store;
    private final CatalogueSource catalogue;
    private final DatabaseClock clock;
    private final long refreshMillis;

    // Touched by this verticle's event loop only.
    private String lastXmin = SlotStore.FROM_THE_START;
    private @Nullable Catalogue appliedCatalogue;
    private Future<Void> polling = Future.succeededFuture();
    private boolean failing;
    private boolean stopped;

    public SlotFollower(
            SlotMemory memory, SlotStore store, CatalogueSource catalogue, DatabaseClock clock, long refreshMillis) {
        this.memory = memory;
        this.store = store;
        this.catalogue = catalogue;
        this.clock = clock;
        this.refreshMillis = refreshMillis;
    }

    @Override
    public Future<?> start() {
        return pollHere().onSuccess(loaded -> {
            log.info("{} slots in memory", memory.snapshot().size());
            schedulePoll();
        });
    }

    /** Reads what was committed before this call. Any thread may call; polls run one after the other. */
    public Future<Void> poll() {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> promise = Promise.promise();
        context.runOnContext(now -> pollHere().onComplete(done -> caller.runOnContext(back -> promise.handle(done))));
        return promise.future();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    private void schedulePoll() {
        if (stopped) {
            return;
        }
        vertx.setTimer(
                refreshMillis,
                timer -> pollHere().onComplete(done -> {
                    report(done.cause());
                    schedulePoll();
                }));
    }

    /** Once when the trouble begins and once when it ends, not every second. */
    private void report(@Nullable Throwable failure) {
        if (failure != null && !failing && !stopped) {
            log.warn("slots cannot be read, the last ones stay: {}", failure.toString());
        } else if (failure == null && failing) {
            log.info("slots can be read again");
        }
        failing = failure != null;
    }

    private Future<Void> pollHere() {
        polling = polling.transform(before -> pollOnce());
        return polling;
    }

    private Future<Void> pollOnce() {
        // Taken first: should a newer one come while this poll runs, the next poll sees that it differs.
        Catalogue current = catalogue.current();
        return store.changesSince(lastXmin)
                .compose(changes -> memory.resolve(changes.rows())
                        .compose(read -> take(read, current))
                        .onSuccess(taken -> {
                            lastXmin = changes.xmin();
                            appliedCatalogue = current;
                        }));
    }

    private Future<Void> take(List<Slot> read, Catalogue current) {
        Instant now = clock.now();
        // While a long transaction holds xmin back the same rows come again: most of the time there is nothing to do.
        List<Slot> differing = read.stream().filter(this::differs).toList();
        List<Slot> changed = current.equals(appliedCatalogue) ? differing : withRenewed(differing, current);
        if (changed.isEmpty() && memory.snapshot().firstEnd().isAfter(now)) {
            return Future.succeededFuture();
        }
        return count(changed.stream().filter(this::needsCount).toList()).map(left -> {
            memory.apply(changed, left, now);
            return null;
        });
    }

    private boolean differs(Slot slot) {
        return !slot.equals(memory.find(slot.id()));
    }

    private boolean needsCount(Slot slot) {
        Slot before = memory.find(slot.id());
        return before == null || before.capacity() != slot.capacity();
    }

    /** The slots in memory with what the new catalogue says about their type, organisation and location. */
    private List<Slot> withRenewed(List<Slot> changed, Catalogue current) {
        Map<UUID, Slot> renewed = memory.snapshot().entries().stream()
                .map(Entry::slot)
                .flatMap(slot -> SlotRow.of(slot).in(current).stream())
                .filter(this::differs)
                .collect(Collectors.toMap(Slot::id, Function.identity()));
        changed.forEach(slot -> renewed.put(slot.id(), slot));
        return List.copyOf(renewed.values());
    }

    private Future<Map<UUID, Integer>> count(List<Slot> slots) {
        return store.occupied(slots.stream().map(Slot::id).toList())
                .map(occupied -> slots.stream()
                        .collect(Collectors.toMap(
                                Slot::id, slot -> Math.max(0, slot.capacity() - occupied.getOrDefault(slot.id(), 0)))));
    }
}
