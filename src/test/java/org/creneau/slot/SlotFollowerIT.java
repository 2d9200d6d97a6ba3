package org.creneau.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.creneau.core.Ids;
import org.creneau.core.Unavailable;
import org.creneau.slot.SlotSnapshot.Entry;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotFollowerIT {

    private String database;
    private Node node;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        Rows.catalogue(database);
        node = new Node(database);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void atStartAllSlotsThatAreNotOverAreThereWithTheirSeats() {
        UUID coming = Rows.slot(database, "session", "clef-1", 24);
        UUID over = Rows.slot(database, "session", "clef-1", -24);
        int seat = 0;
        for (String state : List.of("BOOKED", "HELD", "ENDED", "COMPLETED", "MISSED", "WITHDRAWN")) {
            Rows.booking(database, coming, seat++, state);
        }
        Rows.booking(database, coming, 0, "CANCELLED");
        Rows.booking(database, coming, 0, "RESCHEDULED");
        node.start();

        assertEquals(Rows.CAPACITY - 6, left(coming));
        assertNull(node.memory.find(over));
        Slot slot = Objects.requireNonNull(node.memory.find(coming));
        assertEquals("Séance", slot.type().title().fr());
        assertEquals("montreal", slot.location().city().id());
        assertEquals(List.of(new Slot.Segment(slot.start(), slot.end())), slot.segments());
        assertEquals(Slot.Publication.PUBLISHED, slot.publication());
    }

    @Test
    void aTransactionThatBeganEarlierAndCommitsLaterIsNotMissed() throws Exception {
        node.start();
        UUID early = Ids.next();
        try (Connection slow = TestServers.connect(database);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(Rows.insertSlot(early, "session", "clef-1", 24));
            UUID late = Rows.slot(database, "session", "clef-1", 25);
            node.poll();
            assertNotNull(node.memory.find(late));
            assertNull(node.memory.find(early));
            // Whoever remembered "everything up to the newest id" would now be past the open transaction.
            node.poll();
            slow.commit();
        }
        node.poll();
        assertNotNull(node.memory.find(early));
    }

    @Test
    void changesAndEndsAreFollowed() {
        UUID closed = Rows.slot(database, "session", "clef-1", 24);
        UUID grows = Rows.slot(database, "session", "clef-1", 25);
        UUID ends = Rows.slot(database, "session", "clef-1", 26);
        Rows.booking(database, grows, 3, "BOOKED");
        node.start();
        Entry before = Objects.requireNonNull(node.memory.snapshot().find(closed));
        before.left().set(7);

        TestServers.execute(database, "update slot set publication = 'CLOSED' where id = '" + closed + "'");
        TestServers.execute(database, "update slot set capacity = 50 where id = '" + grows + "'");
        TestServers.execute(
                database,
                "update slot set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' where id = '"
                        + ends + "'");
        node.poll();

        assertEquals(
                Slot.Publication.CLOSED,
                Objects.requireNonNull(node.memory.find(closed)).publication());
        assertEquals(7, left(closed), "what Redis said stays when nothing about the seats changed");
        assertEquals(49, left(grows));
        assertNull(node.memory.find(ends));
    }

    @Test
    void aSlotOfATypeThatIsNewTooIsFound() {
        node.start();
        TestServers.execute(database, """
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes)
                values ('brand-new', 'GROUP_WORKSHOP', 'Nouveau', 'New', 'd', 'd', 60)
                """);
        UUID id = Rows.slot(database, "brand-new", "clef-1", 24);
        node.poll();
        assertEquals(
                "Nouveau",
                Objects.requireNonNull(node.memory.find(id)).type().title().fr());
    }

    @Test
    void aNewTitleReachesTheSlotsInMemory() {
        UUID id = Rows.slot(database, "session", "clef-1", 24);
        node.start();
        TestServers.execute(database, "update appointment_type set title_fr = 'Rencontre' where id = 'session'");
        Node.await(node.catalogue.refresh());
        node.poll();
        assertEquals(
                "Rencontre",
                Objects.requireNonNull(node.memory.find(id)).type().title().fr());
    }

    @Test
    void moreSlotsThanFitOnAPageAreAllRead() {
        int before = SlotStore.CHUNK * 2;
        TestServers.execute(database, manySlots(before));
        node.start();
        assertEquals(before, node.memory.snapshot().size());
        TestServers.execute(database, manySlots(SlotStore.CHUNK + 1));
        node.poll();
        assertEquals(before + SlotStore.CHUNK + 1, node.memory.snapshot().size());
    }

    @Test
    void aPollLooksAtChangesNotAtEverythingEverWritten() throws Exception {
        TestServers.execute(database, manySlots(20_000));
        TestServers.execute(database, "analyze slot");
        StringBuilder plan = new StringBuilder();
        try (Connection connection = TestServers.connect(database);
                Statement statement = connection.createStatement()) {
            // As a connection plans a statement that it has run many times, for whatever parameters.
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("prepare poll (text, uuid, bool, int) as " + SlotStore.CHANGES);
            try (ResultSet lines = statement.executeQuery(
                    "explain execute poll ('1', '00000000-0000-0000-0000-000000000000', true, 500)")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        assertTrue(plan.toString().contains("using slot_changed_xid"), plan.toString());
    }

    @Test
    void aFailedPollChangesNothingAndTheNextMakesUpForIt() {
        UUID first = Rows.slot(database, "session", "clef-1", 24);
        node.start();
        UUID second = Rows.slot(database, "session", "clef-1", 25);
        TestServers.execute(database, "alter table booking rename to booking_away");
        assertThrows(Unavailable.class, node::poll);
        assertNotNull(node.memory.find(first));
        assertNull(node.memory.find(second), "without its seats counted it must not show");
        TestServers.execute(database, "alter table booking_away rename to booking");
        node.poll();
        assertEquals(Rows.CAPACITY, left(second));
    }

    @Test
    void loadFindsWhatIsNotInMemory() {
        UUID known = Rows.slot(database, "session", "clef-1", 24);
        UUID over = Rows.slot(database, "session", "clef-1", -24);
        node.start();
        UUID justPublished = Rows.slot(database, "workshop", "dgi-1", 24);
        Map<UUID, Slot> loaded = Node.await(node.memory.load(List.of(known, over, justPublished, Ids.next())));
        assertEquals(Set.of(known, over, justPublished), loaded.keySet());
        assertTrue(Objects.requireNonNull(loaded.get(over)).end().isBefore(Instant.now()));
    }

    @Test
    void pollsSetTheClock() {
        assertTrue(node.clock.uncertainty().compareTo(Duration.ofHours(1)) > 0);
        node.start();
        assertTrue(node.clock.uncertainty().compareTo(Duration.ofHours(1)) < 0);
    }

    @Test
    void withoutADatabaseNothingStarts() {
        TestServers.execute(database, "alter table appointment_type rename to away");
        assertThrows(RuntimeException.class, node::start);
    }

    private int left(UUID id) {
        return Objects.requireNonNull(node.memory.snapshot().find(id)).left().get();
    }

    private static String manySlots(int count) {
        return """
               insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
               select gen_random_uuid(), 'session', 'clef', 'clef-1', now() + interval '1 day', now() + interval '2 days',
                      '[{"start": "2026-11-23T14:00:00Z", "end": "2026-11-23T16:00:00Z"}]', 10, now()
               from generate_series(1, %d)
               """.formatted(count);
    }
}
