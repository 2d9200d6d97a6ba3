package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.slot.Slots.FindResult;
import org.creneau.slot.Slots.Search;
import org.creneau.slot.Slots.SearchResult;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What clients ask, through its addresses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {

    private final String database = TestServers.newDatabase();
    private final List<UUID> sessions = new ArrayList<>();
    private UUID workshop;
    private UUID full;
    private UUID over;
    private Node node;

    @BeforeAll
    void open() {
        Rows.catalogue(database);
        for (int hour = 24; hour < 54; hour++) {
            sessions.add(Rows.slot(database, "session", "clef-1", hour));
        }
        workshop = Rows.slot(database, "workshop", "clef-1", 72);
        full = Rows.slot(database, "session", "dgi-1", 96);
        over = Rows.slot(database, "session", "clef-1", -96);
        for (int seat = 0; seat < Rows.CAPACITY; seat++) {
            Rows.booking(database, full, seat, "BOOKED");
        }
        Rows.booking(database, over, 0, "COMPLETED");
        node = new Node(database).start();
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    void filtersComeTogether() {
        assertEquals(
                32,
                ids(new Search(null, null, null, null, null, false, 100, null)).size());
        assertEquals(List.of(workshop), ids(new Search("workshop", null, null, null, null, false, 100, null)));
        assertEquals(List.of(full), ids(new Search("session", "quebec", "dgi", null, null, false, 100, null)));
        assertEquals(List.of(), ids(new Search("session", "quebec", "dgi", null, null, true, 100, null)));
        assertEquals(sessions, ids(new Search("session", null, "clef", null, null, true, 100, null)));
        LocalDate day = LocalDate.ofInstant(
                Objects.requireNonNull(node.memory.find(workshop)).start(), ZoneId.of("America/Toronto"));
        assertEquals(List.of(workshop), ids(new Search("workshop", null, null, day, day, false, 100, null)));
        assertEquals(List.of(), ids(new Search("workshop", null, null, day.plusDays(1), null, false, 100, null)));
    }

    @Test
    void pagesHaveNoGapsAndNoDoublesWhileSlotsAppear() {
        List<UUID> read = new ArrayList<>();
        try (Node own = new Node(database).start()) {
            String cursor = null;
            do {
                Page<SlotView> page = page(own, new Search("session", "montreal", null, null, null, false, 7, cursor));
                page.items().forEach(view -> read.add(view.slot().id()));
                // Behind the first page already: it must not push anything onto the next page again.
                Slot first = Objects.requireNonNull(own.memory.find(sessions.get(0)));
                own.memory.apply(List.of(anHourBefore(first)), Map.of(), own.clock.now());
                cursor = page.nextCursor();
            } while (cursor != null);
        }
        assertEquals(sessions, read);
    }

    @Test
    void aSlotIsFoundByIdEvenWhenItIsOverOrJustPublished() {
        SlotView past = found(over);
        assertEquals(SlotStatus.PAST, past.status());
        assertEquals(Rows.CAPACITY - 1, past.left());
        assertEquals(SlotStatus.FULL, found(full).status());
        assertEquals(SlotStatus.OPEN, found(workshop).status());
        UUID justPublished = Rows.slot(database, "session", "dgi-1", -1);
        assertEquals(Rows.CAPACITY, found(justPublished).left());
        assertInstanceOf(FindResult.NotFound.class, find(Ids.next()));
    }

    @Test
    void aBrokenCursorIsRefused() {
        assertInstanceOf(
                SearchResult.BadCursor.class, node.search(new Search(null, null, null, null, null, false, 10, "abc")));
    }

    /** A slot that sorts before everything. */
    private static Slot anHourBefore(Slot slot) {
        return new Slot(
                Ids.next(),
                slot.type(),
                slot.organisation(),
                slot.location(),
                slot.start().minusSeconds(3600),
                slot.end(),
                slot.segments(),
                slot.capacity(),
                slot.opensAt(),
                slot.publication());
    }

    private SlotView found(UUID id) {
        return assertInstanceOf(FindResult.Found.class, find(id)).slot();
    }

    private FindResult find(UUID id) {
        return Node.await(Slots.FIND.request(node.vertx, new Slots.Find(id), 10_000));
    }

    private List<UUID> ids(Search search) {
        return page(search).items().stream().map(view -> view.slot().id()).toList();
    }

    private Page<SlotView> page(Search search) {
        return page(node, search);
    }

    private static Page<SlotView> page(Node node, Search search) {
        return assertInstanceOf(SearchResult.Found.class, node.search(search)).page();
    }
}
