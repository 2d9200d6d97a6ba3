package org.creneau.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.creneau.slot.Node;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeederIT {

    private String database;
    private Node node;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        node = new Node(database).start();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void twentyThousandClientsAndTheirTokens() throws Exception {
        Path file = folder.resolve("tokens");
        Seeder.Seeded seeded = seed(new SeedRequest(20_000, 3, 500, 0), file);
        assertEquals(20_000, new HashSet<>(seeded.clientIds()).size());
        assertEquals(seeded.clientIds().stream().map(id -> "token of " + id).toList(), Files.readAllLines(file));
        assertEquals(20_000, number("select count(*) from client"));
    }

    @Test
    void aRunningNodeShowsTheSlotsAtItsNextPoll() {
        Seeder.Seeded open = seed(new SeedRequest(1, 20, 7, 0), folder.resolve("tokens"));
        node.poll();
        List<SlotView> found = search();
        assertEquals(Set.copyOf(open.slotIds()), ids(found));
        Set<Object> starts = new HashSet<>();
        for (SlotView view : found) {
            assertEquals(SlotStatus.OPEN, view.status());
            assertEquals(7, view.left());
            assertEquals("seed-location", view.slot().location().id());
            assertEquals(1, view.slot().segments().size());
            assertEquals(view.slot().start(), view.slot().segments().get(0).start());
            assertEquals(view.slot().end(), view.slot().segments().get(0).end());
            assertTrue(view.slot().type().cancellable() && view.slot().type().reschedulable());
            assertTrue(view.slot().type().group());
            assertTrue(starts.add(view.slot().start()));
        }
    }

    @Test
    void slotsOpenTogetherByTheDatabasesClock() throws Exception {
        seed(new SeedRequest(1, 5, 7, 3600), folder.resolve("tokens"));
        node.poll();
        assertTrue(search().stream().allMatch(view -> view.status() == SlotStatus.SCHEDULED));
        assertEquals(1, number("select count(distinct opens_at) from slot"));
        assertEquals(
                5,
                number("select count(*) from slot where opens_at between now() + interval '50 minutes' "
                        + "and now() + interval '60 minutes' and starts_at > opens_at"));
    }

    @Test
    void seedingAgainAddsMore() throws Exception {
        Seeder.Seeded first = seed(new SeedRequest(2, 2, 7, 0), folder.resolve("one"));
        Seeder.Seeded second = seed(new SeedRequest(3, 4, 9, 0), folder.resolve("two"));
        Set<UUID> all = new HashSet<>(first.slotIds());
        all.addAll(second.slotIds());
        node.poll();
        assertEquals(all, ids(search()));
        assertEquals(5, number("select count(*) from client"));
        assertEquals(1, number("select count(*) from appointment_type"));
    }

    @Test
    void withoutTokensThereAreNoSlots() throws Exception {
        SeedRequest request = new SeedRequest(2, 2, 7, 0);
        Path nowhere = folder.resolve("no/such/folder");
        assertThrows(Exception.class, () -> seed(request, nowhere));
        assertEquals(0, number("select count(*) from slot"));
    }

    private Seeder.Seeded seed(SeedRequest request, Path file) {
        return Node.await(new Seeder(node.vertx, node.pool)
                .seed(request, ids -> ids.stream().map(id -> "token of " + id).toList(), file));
    }

    private List<SlotView> search() {
        Slots.Search search = new Slots.Search(Seeder.TYPE, null, null, null, null, false, 100, null);
        return assertInstanceOf(Slots.SearchResult.Found.class, node.search(search))
                .page()
                .items();
    }

    private static Set<UUID> ids(List<SlotView> views) {
        Set<UUID> ids = new HashSet<>();
        views.forEach(view -> ids.add(view.slot().id()));
        return ids;
    }

    private long number(String sql) throws Exception {
        try (Connection connection = TestServers.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }
}
