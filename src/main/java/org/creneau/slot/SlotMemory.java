package org.creneau.slot;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.creneau.catalogue.Catalogue;
import org.creneau.catalogue.CatalogueLoader;
import org.creneau.core.Unavailable;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * This node's slots: a snapshot that {@link SlotFollower} replaces, with the seats left that {@link LeftFollower}
 * updates. One object for all event loops.
 */
public final class SlotMemory implements SlotDirectory {

    private final SlotStore store;
    private final CatalogueLoader catalogue;
    /** Another number after each change of the slots or of the seats left. */
    private final AtomicLong version = new AtomicLong();

    private final AtomicReference<@Nullable Instant> leftAsOf = new AtomicReference<>();

    private final SearchAnswers answers = new SearchAnswers(this::snapshot, version::get);
    private volatile SlotSnapshot snapshot = SlotSnapshot.EMPTY;

    public SlotMemory(SlotStore store, CatalogueLoader catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    SlotSnapshot snapshot() {
        return snapshot;
    }

    SearchResult search(Search search, Instant now) {
        return answers.search(search, now);
    }

    void setLeft(Entry entry, int left) {
        if (entry.left().getAndSet(left) != left) {
            version.incrementAndGet();
        }
    }

    /**
     * Says how old the seats left are.
     *
     * @param asOf when they were last known; null: they are fresh
     */
    void leftAsOf(@Nullable Instant asOf) {
        if (!Objects.equals(leftAsOf.getAndSet(asOf), asOf)) {
            version.incrementAndGet();
        }
    }

    /** The slots that are not over. */
    public Collection<UUID> ids() {
        return snapshot.entries().stream().map(entry -> entry.slot().id()).toList();
    }

    @Override
    public @Nullable Slot find(UUID id) {
        Entry entry = snapshot.find(id);
        return entry == null ? null : entry.slot();
    }

    @Override
    public Future<Map<UUID, Slot>> load(Collection<UUID> ids) {
        Map<UUID, Slot> found = new HashMap<>();
        List<UUID> missing = new ArrayList<>();
        for (UUID id : ids) {
            Slot slot = find(id);
            if (slot == null) {
                missing.add(id);
            } else {
                found.put(id, slot);
            }
        }
        if (missing.isEmpty()) {
            return Future.succeededFuture(found);
        }
        return store.load(missing).compose(this::resolve).map(slots -> {
            slots.forEach(slot -> found.put(slot.id(), slot));
            return found;
        });
    }

    /** Looks up what rows refer to; the catalogue is read again when it is older than a row. */
    public Future<List<Slot>> resolve(List<SlotRow> rows) {
        Optional<List<Slot>> slots = resolve(rows, catalogue.current());
        if (slots.isPresent()) {
            return Future.succeededFuture(slots.get());
        }
        return catalogue
                .refresh()
                .compose(read -> resolve(rows, catalogue.current())
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Unavailable("catalogue is behind the slots", null))));
    }

    private static Optional<List<Slot>> resolve(List<SlotRow> rows, Catalogue catalogue) {
        List<Slot> slots = new ArrayList<>(rows.size());
        for (SlotRow row : rows) {
            Optional<Slot> slot = row.in(catalogue);
            if (slot.isEmpty()) {
                return Optional.empty();
            }
            slots.add(slot.get());
        }
        return Optional.of(slots);
    }

    /**
     * Puts changed slots in place of what was there and lets go of those that are over. {@link SlotFollower} alone
     * calls.
     *
     * @param counted seats left of the slots that were counted
     */
    void apply(Collection<Slot> changed, Map<UUID, Integer> counted, Instant now) {
        Map<UUID, Entry> entries = new HashMap<>();
        snapshot.entries().forEach(entry -> entries.put(entry.slot().id(), entry));
        for (Slot slot : changed) {
            Entry before = entries.get(slot.id());
            AtomicInteger left = before == null ? new AtomicInteger() : before.left();
            Integer count = counted.get(slot.id());
            if (count != null) {
                left.set(count);
            }
            entries.put(slot.id(), Entry.of(slot, left));
        }
        entries.values().removeIf(entry -> !entry.slot().end().isAfter(now));
        snapshot = new SlotSnapshot(entries.values(), leftAsOf);
        version.incrementAndGet();
    }
}
