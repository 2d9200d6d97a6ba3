package org.creneau.slot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Slots that are not over, in order, and by what people search for. Immutable but for the seats left. */
final class SlotSnapshot {

    private static final Entry[] NONE = {};

    static final SlotSnapshot EMPTY = new SlotSnapshot(List.of());

    /**
     * A slot in memory.
     *
     * @param firstDay its date in the location's zone
     * @param left seats left; one object for as long as the slot is in memory, so that no figure is written to a
     *     snapshot that was just replaced
     */
    record Entry(Slot slot, LocalDate firstDay, AtomicInteger left) {

        static Entry of(Slot slot, AtomicInteger left) {
            return new Entry(
                    slot, LocalDate.ofInstant(slot.start(), slot.location().zone()), left);
        }
    }

    private final Map<UUID, Entry> byId;
    private final Entry[] all;
    private final Map<String, Entry[]> byType;
    private final Map<String, Entry[]> byOrganisation;
    private final Map<String, Entry[]> byCity;
    private final Instant firstEnd;
    private final AtomicReference<@Nullable Instant> leftAsOf;

    SlotSnapshot(Collection<Entry> entries) {
        this(entries, new AtomicReference<>());
    }

    /** @param leftAsOf since when the seats left are not known any better, else null; as with them, one for good */
    SlotSnapshot(Collection<Entry> entries, AtomicReference<@Nullable Instant> leftAsOf) {
        this.leftAsOf = leftAsOf;
        all = entries.toArray(NONE);
        Arrays.sort(all, Comparator.comparing(entry -> SlotPosition.of(entry.slot())));
        byId = new HashMap<>(all.length * 2);
        Instant earliest = Instant.MAX;
        for (Entry entry : all) {
            byId.put(entry.slot().id(), entry);
            earliest = entry.slot().end().isBefore(earliest) ? entry.slot().end() : earliest;
        }
        firstEnd = earliest;
        byType = group(all, slot -> slot.type().id());
        byOrganisation = group(all, slot -> slot.organisation().id());
        byCity = group(all, slot -> slot.location().city().id());
    }

    /** Each group in the order of the whole. */
    private static Map<String, Entry[]> group(Entry[] entries, Function<Slot, String> key) {
        Map<String, List<Entry>> groups = new HashMap<>();
        for (Entry entry : entries) {
            groups.computeIfAbsent(key.apply(entry.slot()), k -> new ArrayList<>())
                    .add(entry);
        }
        Map<String, Entry[]> arrays = new HashMap<>();
        groups.forEach((name, group) -> arrays.put(name, group.toArray(NONE)));
        return arrays;
    }

    @Nullable
    Entry find(UUID id) {
        return byId.get(id);
    }

    /** When the seats left were last known, if that is some time ago. */
    @Nullable
    Instant leftAsOf() {
        return leftAsOf.get();
    }

    Collection<Entry> entries() {
        return Arrays.asList(all);
    }

    int size() {
        return all.length;
    }

    /** When the first slot of this snapshot will be over. */
    Instant firstEnd() {
        return firstEnd;
    }

    /** The shortest sorted list in which everything asked for is; still to be filtered by the other criteria. */
    List<Entry> candidates(@Nullable String type, @Nullable String organisation, @Nullable String city) {
        Entry[] shortest = all;
        shortest = shorter(shortest, byType, type);
        shortest = shorter(shortest, byOrganisation, organisation);
        shortest = shorter(shortest, byCity, city);
        return Arrays.asList(shortest);
    }

    private static Entry[] shorter(Entry[] candidates, Map<String, Entry[]> index, @Nullable String key) {
        if (key == null) {
            return candidates;
        }
        Entry[] group = index.getOrDefault(key, NONE);
        return group.length < candidates.length ? group : candidates;
    }
}
