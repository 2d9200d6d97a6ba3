package org.creneau.slot;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Address;
import org.creneau.core.Page;
import org.jspecify.annotations.Nullable;

/** What can be asked about slots. Served by {@link SearchVerticle}. */
public final class Slots {

    public static final Address<Search, SearchResult> SEARCH = new Address<>("slot.search");
    public static final Address<Find, FindResult> FIND = new Address<>("slot.find");
    public static final Address<WithSeats, Set<String>> WITH_SEATS = new Address<>("slot.with-seats");

    public static final Address<Offered, List<SlotView>> OFFERED = new Address<>("slot.offered");

    private Slots() {}

    /**
     * Slots that have not begun, in order of their start, then id.
     *
     * @param from first day, in each location's own zone; null: today
     * @param to last day, inclusive; null: no end
     * @param availableOnly only those that can be booked now
     * @param limit 1 to 100
     */
    public record Search(
            @Nullable String type,
            @Nullable String city,
            @Nullable String organisation,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            boolean availableOnly,
            int limit,
            @Nullable String cursor) {}

    /** The answer to a search. */
    public sealed interface SearchResult {
        record Found(Page<SlotView> page) implements SearchResult {}

        record BadCursor() implements SearchResult {}
    }

    /** One slot, past ones too. */
    public record Find(UUID id) {}

    /** The answer to a look-up. */
    public sealed interface FindResult {
        record Found(SlotView slot) implements FindResult {}

        record NotFound() implements FindResult {}
    }

    /**
     * Which organisations (their ids) have seats left in slots of a type that are open or will open (guide 5.3.2: « et qui
     * ont des disponibilités »).
     *
     * @param city only in this town; null: anywhere
     */
    public record WithSeats(String type, @Nullable String city) {}

    /**
     * All slots that have not begun, in order of their start, then id: some of them.
     *
     * @param after the last one of those before; null: from the first on
     * @param limit so many at the most; fewer are the last ones
     */
    public record Offered(@Nullable Slot after, int limit) {}
}
