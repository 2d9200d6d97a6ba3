package org.creneau.slot;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Page;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.slot.Slots.Offered;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.creneau.slot.Slots.WithSeats;
import org.jspecify.annotations.Nullable;

/** Finds slots in a snapshot. */
final class SlotSearch {

    static final int MAX_LIMIT = 100;

    private SlotSearch() {}

    /**
     * An answer and how long it is good, as far as the clock alone is concerned.
     *
     * @param until when the first slot that was looked at opens or begins
     */
    record Answer(SearchResult result, Instant until) {}

    static Answer search(SlotSnapshot snapshot, Search search, Instant now) {
        SlotPosition after = null;
        if (search.cursor() != null) {
            Optional<SlotPosition> read = SlotCursor.read(search.cursor());
            if (read.isEmpty()) {
                return new Answer(new SearchResult.BadCursor(), Instant.MAX);
            }
            after = read.get();
        }
        return page(snapshot, search, after, now);
    }

    private static Answer page(SlotSnapshot snapshot, Search search, @Nullable SlotPosition after, Instant now) {
        int limit = Math.max(1, Math.min(search.limit(), MAX_LIMIT));
        List<Entry> candidates = snapshot.candidates(search.type(), search.organisation(), search.city());
        Instant end = latestStart(search);
        Instant until = Instant.MAX;
        List<SlotView> items = new ArrayList<>(limit);
        for (int i = firstAfter(candidates, start(search, after, now)); i < candidates.size(); i++) {
            Entry entry = candidates.get(i);
            if (entry.slot().start().isAfter(end)) {
                break;
            }
            if (!matches(entry, search)) {
                continue;
            }
            Instant change = nextChange(entry.slot(), now);
            until = change.isBefore(until) ? change : until;
            SlotView view = view(entry, snapshot.leftAsOf(), now);
            if (search.availableOnly() && view.status() != SlotStatus.OPEN) {
                continue;
            }
            if (items.size() == limit) {
                // There is one more: the page ends here and another follows.
                return found(items, cursorOf(items.get(limit - 1)), until);
            }
            items.add(view);
        }
        return found(items, null, until);
    }

    private static Answer found(List<SlotView> items, @Nullable String nextCursor, Instant until) {
        return new Answer(new SearchResult.Found(new Page<>(items, nextCursor)), until);
    }

    /** When time alone will change what is said about a slot that has not begun. */
    private static Instant nextChange(Slot slot, Instant now) {
        return now.isBefore(slot.opensAt()) && slot.opensAt().isBefore(slot.start()) ? slot.opensAt() : slot.start();
    }

    static SlotView view(Entry entry, @Nullable Instant leftAsOf, Instant now) {
        int left = entry.left().get();
        return new SlotView(entry.slot(), left, SlotStatus.of(entry.slot(), left, now), leftAsOf);
    }

    private static String cursorOf(SlotView last) {
        return SlotCursor.write(SlotPosition.of(last.slot()));
    }

    private static boolean matches(Entry entry, Search search) {
        Slot slot = entry.slot();
        return (search.type() == null || search.type().equals(slot.type().id()))
                && (search.organisation() == null
                        || search.organisation().equals(slot.organisation().id()))
                && (search.city() == null
                        || search.city().equals(slot.location().city().id()))
                && (search.from() == null || !entry.firstDay().isBefore(search.from()))
                && (search.to() == null || !entry.firstDay().isAfter(search.to()));
    }

    /** Everything that has not begun, some at a time. */
    static List<SlotView> offered(SlotSnapshot snapshot, Offered command, Instant now) {
        List<Entry> all = snapshot.candidates(null, null, null);
        Slot after = command.after();
        int first = Math.max(firstAfter(all, lastAt(now)), after == null ? 0 : firstAfter(all, SlotPosition.of(after)));
        return all.subList(first, Math.min(all.size(), first + command.limit())).stream()
                .map(entry -> view(entry, snapshot.leftAsOf(), now))
                .toList();
    }

    /** Who has seats left. */
    static Set<String> withSeats(SlotSnapshot snapshot, WithSeats wanted, Instant now) {
        Set<String> organisations = new HashSet<>();
        for (Entry entry : snapshot.candidates(wanted.type(), null, wanted.city())) {
            Slot slot = entry.slot();
            if (slot.type().id().equals(wanted.type())
                    && (wanted.city() == null
                            || wanted.city().equals(slot.location().city().id()))
                    && slot.publication() == Slot.Publication.PUBLISHED
                    && now.isBefore(slot.start())
                    && entry.left().get() > 0) {
                organisations.add(slot.organisation().id());
            }
        }
        return organisations;
    }

    /** The place after which everything lies that is asked for: past the cursor, not begun, not before the first day. */
    private static SlotPosition start(Search search, @Nullable SlotPosition after, Instant now) {
        SlotPosition start = lastAt(now);
        if (search.from() != null) {
            // Wherever the location is, the day does not begin earlier; matches() knows its zone.
            Instant earliest = search.from().atStartOfDay().toInstant(ZoneOffset.MAX);
            if (earliest.isAfter(now)) {
                start = lastAt(earliest.minusNanos(1));
            }
        }
        return after != null && after.compareTo(start) > 0 ? after : start;
    }

    /** Wherever the location is, the last day does not end later. */
    private static Instant latestStart(Search search) {
        return search.to() == null
                ? Instant.MAX
                : search.to().atTime(LocalTime.MAX).toInstant(ZoneOffset.MIN);
    }

    /** Behind every slot that starts at this instant. */
    private static SlotPosition lastAt(Instant instant) {
        return new SlotPosition(instant, new UUID(-1, -1));
    }

    private static int firstAfter(List<Entry> sorted, SlotPosition position) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (SlotPosition.of(sorted.get(middle).slot()).compareTo(position) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
