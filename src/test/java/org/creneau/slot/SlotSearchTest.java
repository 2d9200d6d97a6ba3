package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.slot.Slots.Offered;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotSearchTest {

    private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

    private static final Search ALL = new Search(null, null, null, null, null, false, 100, null);

    @Test
    void filtersByWhatIsGivenInOrderOfTheStart() {
        Slot later = Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW.plus(Duration.ofDays(2)));
        Slot sooner = Offers.slot(Offers.SESSION, Offers.VANCOUVER, NOW.plus(Duration.ofDays(1)));
        Slot other = Offers.slot(Offers.WORKSHOP, Offers.MONTREAL, NOW.plus(Duration.ofDays(3)));
        SlotSnapshot snapshot = snapshot(later, sooner, other);

        assertEquals(List.of(sooner, later, other), found(snapshot, ALL));
        assertEquals(
                List.of(sooner, later),
                found(snapshot, new Search("session", null, null, null, null, false, 100, null)));
        assertEquals(
                List.of(later, other),
                found(snapshot, new Search(null, "montreal", null, null, null, false, 100, null)));
        assertEquals(List.of(sooner), found(snapshot, new Search(null, null, "west", null, null, false, 100, null)));
        assertEquals(
                List.of(), found(snapshot, new Search("workshop", "vancouver", null, null, null, false, 100, null)));
        assertEquals(List.of(), found(snapshot, new Search("no-such", null, null, null, null, false, 100, null)));
    }

    @Test
    void whatHasBegunIsNotFound() {
        Slot begins = Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW);
        Slot next = Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW.plusMillis(1));
        assertEquals(List.of(next), found(snapshot(begins, next), ALL));
    }

    @Test
    void datesAreThoseOfTheLocation() {
        // 23:30 on the 25th in Vancouver, 02:30 on the 26th in Montreal.
        Instant lateInTheWest = Instant.parse("2026-11-26T07:30:00Z");
        Slot west = Offers.slot(Offers.SESSION, Offers.VANCOUVER, lateInTheWest);
        Slot east = Offers.slot(Offers.SESSION, Offers.MONTREAL, lateInTheWest);
        SlotSnapshot snapshot = snapshot(west, east);
        LocalDate the25th = LocalDate.parse("2026-11-25");
        LocalDate the26th = LocalDate.parse("2026-11-26");

        assertEquals(List.of(west), found(snapshot, between(null, the25th)));
        assertEquals(List.of(east), found(snapshot, between(the26th, null)));
        assertEquals(2, found(snapshot, between(the25th, the26th)).size());
        assertEquals(List.of(), found(snapshot, between(the26th, the25th)));
    }

    @Test
    void theEndsOfTheCalendarDoNoHarm() {
        SlotSnapshot snapshot = snapshot(Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW.plusSeconds(60)));
        assertEquals(1, found(snapshot, between(LocalDate.MIN, LocalDate.MAX)).size());
        assertEquals(0, found(snapshot, between(LocalDate.MAX, LocalDate.MIN)).size());
    }

    @Test
    void availableMeansBookableNow() {
        Instant start = NOW.plus(Duration.ofDays(5));
        Slot open = Offers.slot(Offers.SESSION, Offers.MONTREAL, start);
        Slot full = Offers.slot(Offers.SESSION, Offers.MONTREAL, start);
        Slot scheduled = published(start, NOW.plusSeconds(1), Slot.Publication.PUBLISHED);
        Slot closed = published(start, NOW.minusSeconds(1), Slot.Publication.CLOSED);
        Slot cancelled = published(start, NOW.minusSeconds(1), Slot.Publication.CANCELLED);
        SlotSnapshot snapshot = new SlotSnapshot(List.of(
                Offers.entry(open, 1),
                Offers.entry(full, 0),
                Offers.entry(scheduled, 1),
                Offers.entry(closed, 1),
                Offers.entry(cancelled, 1)));

        assertEquals(5, found(snapshot, ALL).size());
        assertEquals(List.of(open), found(snapshot, new Search(null, null, null, null, null, true, 100, null)));
    }

    @Test
    void theWholeOfferIsReadSomeAtATime() {
        Instant start = NOW.plusSeconds(60); // one for all, so that the id has to decide
        SlotSnapshot snapshot = snapshot(
                Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW),
                Offers.slot(Offers.SESSION, Offers.MONTREAL, start),
                Offers.slot(Offers.SESSION, Offers.VANCOUVER, start),
                Offers.slot(Offers.WORKSHOP, Offers.MONTREAL, start));
        List<Slot> read = new ArrayList<>();
        for (Slot last = null; read.isEmpty() || last != null; ) {
            List<Slot> some = SlotSearch.offered(snapshot, new Offered(last, 2), NOW).stream()
                    .map(SlotView::slot)
                    .toList();
            read.addAll(some);
            last = some.size() == 2 ? some.get(1) : null;
        }
        assertEquals(found(snapshot, ALL), read);
        assertEquals(
                List.of(),
                SlotSearch.offered(snapshot, new Offered(read.get(0), 2), start),
                "begun meanwhile, although they are behind the one before");
    }

    @Test
    void pagesHaveNoGapsAndNoDoublesWhateverTheLimit() {
        Random random = new Random(7);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            // Few different starts, so that the id has to decide often.
            Instant start = NOW.plus(Duration.ofHours(1 + random.nextInt(40)));
            Slot slot = Offers.slot(
                    random.nextBoolean() ? Offers.SESSION : Offers.WORKSHOP,
                    random.nextBoolean() ? Offers.MONTREAL : Offers.VANCOUVER,
                    start);
            entries.add(Offers.entry(slot, random.nextInt(2)));
        }
        SlotSnapshot snapshot = new SlotSnapshot(entries);
        for (int limit : new int[] {1, 7, 50, 100}) {
            for (String type : new String[] {"session", "workshop"}) {
                Search search = new Search(type, null, null, null, null, true, limit, null);
                List<UUID> expected = entries.stream()
                        .filter(entry -> entry.left().get() > 0
                                && entry.slot().type().id().equals(type))
                        .map(entry -> entry.slot().id())
                        .toList();
                List<Slot> pages = allPages(snapshot, search);
                assertEquals(expected.size(), pages.size());
                assertEquals(
                        new HashSet<>(expected),
                        new HashSet<>(pages.stream().map(Slot::id).toList()));
                for (int i = 1; i < pages.size(); i++) {
                    assertTrue(!pages.get(i).start().isBefore(pages.get(i - 1).start()));
                }
            }
        }
    }

    @Test
    void theLastPageSaysSo() {
        SlotSnapshot snapshot = snapshot(
                Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW.plusSeconds(1)),
                Offers.slot(Offers.SESSION, Offers.MONTREAL, NOW.plusSeconds(2)));
        assertEquals(null, page(snapshot, ALL, 2, null).nextCursor());
        assertTrue(page(snapshot, ALL, 1, null).nextCursor() != null);
    }

    @Test
    void aMalformedCursorIsRefused() {
        Search search = new Search(null, null, null, null, null, false, 10, "nonsense");
        assertInstanceOf(
                SearchResult.BadCursor.class,
                SlotSearch.search(SlotSnapshot.EMPTY, search, NOW).result());
    }

    private static Slot published(Instant start, Instant opensAt, Slot.Publication publication) {
        return Offers.slot(Ids.next(), Offers.SESSION, Offers.MONTREAL, start, opensAt, publication);
    }

    private static SlotSnapshot snapshot(Slot... slots) {
        return new SlotSnapshot(
                List.of(slots).stream().map(slot -> Offers.entry(slot, 1)).toList());
    }

    private static Search between(@Nullable LocalDate from, @Nullable LocalDate to) {
        return new Search(null, null, null, from, to, false, 100, null);
    }

    private static List<Slot> found(SlotSnapshot snapshot, Search search) {
        return page(snapshot, search, search.limit(), null).items().stream()
                .map(SlotView::slot)
                .toList();
    }

    private static List<Slot> allPages(SlotSnapshot snapshot, Search search) {
        List<Slot> slots = new ArrayList<>();
        String cursor = null;
        do {
            Page<SlotView> page = page(snapshot, search, search.limit(), cursor);
            page.items().forEach(view -> slots.add(view.slot()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return slots;
    }

    private static Page<SlotView> page(SlotSnapshot snapshot, Search search, int limit, @Nullable String cursor) {
        Search asked = new Search(
                search.type(),
                search.city(),
                search.organisation(),
                search.from(),
                search.to(),
                search.availableOnly(),
                limit,
                cursor);
        return assertInstanceOf(
                        SearchResult.Found.class,
                        SlotSearch.search(snapshot, asked, NOW).result())
                .page();
    }
}
