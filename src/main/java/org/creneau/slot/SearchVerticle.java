package org.creneau.slot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.creneau.core.DatabaseClock;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.slot.Slots.FindResult;
import org.creneau.slot.Slots.SearchResult;

/** Answers what is asked about slots. Several instances may share one {@link SlotMemory}. */
public final class SearchVerticle extends VerticleBase {

    private final SlotMemory memory;
    private final SlotStore store;
    private final DatabaseClock clock;

    public SearchVerticle(SlotMemory memory, SlotStore store, DatabaseClock clock) {
        this.memory = memory;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        Slots.SEARCH.serve(vertx, this::search);
        Slots.FIND.serve(vertx, this::find);
        Slots.WITH_SEATS.serve(
                vertx,
                command -> Future.succeededFuture(SlotSearch.withSeats(memory.snapshot(), command, clock.now())));
        Slots.OFFERED.serve(
                vertx, command -> Future.succeededFuture(SlotSearch.offered(memory.snapshot(), command, clock.now())));
        return Future.succeededFuture();
    }

    private Future<SearchResult> search(Slots.Search search) {
        return Future.succeededFuture(memory.search(search, clock.now()));
    }

    private Future<FindResult> find(Slots.Find command) {
        SlotSnapshot snapshot = memory.snapshot();
        Entry entry = snapshot.find(command.id());
        if (entry != null) {
            return Future.succeededFuture(
                    new FindResult.Found(SlotSearch.view(entry, snapshot.leftAsOf(), clock.now())));
        }
        return memory.load(List.of(command.id())).compose(loaded -> {
            Slot slot = loaded.get(command.id());
            return slot == null ? Future.succeededFuture(new FindResult.NotFound()) : found(slot);
        });
    }

    /** Just published, or over: not in memory, so that its seats are counted. */
    private Future<FindResult> found(Slot slot) {
        UUID id = slot.id();
        return store.occupied(List.of(id)).map(occupied -> {
            int left = Math.max(0, slot.capacity() - occupied.getOrDefault(id, 0));
            Instant now = clock.now();
            return new FindResult.Found(new SlotView(slot, left, SlotStatus.of(slot, left, now)));
        });
    }
}
