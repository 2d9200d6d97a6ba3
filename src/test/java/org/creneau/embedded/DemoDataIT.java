package org.creneau.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.creneau.ops.DatabaseChecker;
import org.creneau.slot.Node;
import org.creneau.slot.SlotStatus;
import org.creneau.slot.SlotView;
import org.creneau.slot.Slots;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoDataIT {

    private String database;
    private Node node;
    private DemoData demo;

    @BeforeEach
    void open() {
        database = TestServers.newDatabase();
        node = new Node(database);
        demo = new DemoData(node.vertx, node.pool, text -> "hash of " + text);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void itIsLoadedOnce() throws Exception {
        assertTrue(Node.await(demo.load()));
        long slots = number("select count(*) from slot");
        assertTrue(slots > 200, slots + " slots");
        assertFalse(Node.await(demo.load()));
        assertEquals(slots, number("select count(*) from slot"));
        assertEquals(
                6, number("select count(*) from account where password_hash = 'hash of " + DemoData.PASSWORD + "'"));
        assertEquals(12, number("select count(*) from security_answer where answer_hash like 'hash of %'"));
        assertEquals(
                1, number("select count(*) from account where lower(user_code) = lower('" + DemoData.USER_CODE + "')"));
        assertEquals(
                1,
                number("select count(*) from partner_system join partner_secret on partner_id = partner_system.id"
                        + " where disabled_at is null and digest = sha256(convert_to('" + DemoPartner.SECRET
                        + "', 'UTF8'))"));
        assertEquals(
                number("select count(*) from booking where state = 'BOOKED'")
                        + 2 * number("select count(*) from booking where state = 'COMPLETED'"),
                number("select count(*) from booking_history"));
        assertEquals(
                0,
                number("select count(*) from booking join slot on slot.id = slot_id where seat >= capacity "
                        + "or booking.created_at < opens_at or booking.type_id <> slot.type_id"));
    }

    @Test
    void itsClientsAreRegisteredAndMayBookWhatTheyHaveBooked() throws Exception {
        Node.await(demo.load());
        assertEquals(3, number("select count(*) from registration where residence_in_quebec"));
        assertTrue(number("select count(*) from eligibility_rule") > 3);
        assertTrue(number("select count(*) from booking") > 0);
        assertEquals(
                0,
                number("select count(*) from booking where not exists (select from offered_type offered "
                        + "where offered.client_id = booking.client_id and offered.type_id = booking.type_id)"));
        assertEquals(
                0,
                number("select count(*) from registration where town not in (select id from town)"),
                "towns of the menu");
        assertTrue(
                number("select count(*) from registration client cross join appointment_type type where not exists "
                                + "(select from offered_type offered where offered.client_id = client.client_id "
                                + "and offered.type_id = type.id)")
                        > 0,
                "rules that exclude nobody show nothing");
    }

    @Test
    void itsEmployeesWorkForTheMinistryAndForAPartner() throws Exception {
        Node.await(demo.load());
        String role = """
                select count(*) from staff_member
                join account on account.client_id = staff_member.client_id
                join organisation on organisation.id = staff_member.organisation_id
                where user_code = '%s' and role = '%s' and kind = '%s'""";
        assertEquals(1, number(role.formatted(DemoData.MINISTRY_MANAGER, "MANAGER", "MINISTRY")));
        assertEquals(1, number(role.formatted(DemoData.MINISTRY_AGENT, "AGENT", "MINISTRY")));
        assertEquals(1, number(role.formatted(DemoData.PARTNER_MANAGER, "MANAGER", "PARTNER")));
    }

    @Test
    void itKeepsTheInvariants() throws Exception {
        Node.await(demo.load());
        assertTrue(number("select count(*) from booking where state = 'COMPLETED'") > 0, "a history of two steps");
        assertEquals(List.of(), Node.await(new DatabaseChecker(node.pool).check()));
    }

    @Test
    void loadedByTwoNodesAtOnceItIsThereOnce() throws Exception {
        List<Future<Boolean>> loads = Stream.generate(demo::load).limit(4).toList();
        assertEquals(1, loads.stream().filter(Node::await).count());
        assertEquals(6, number("select count(*) from account"));
    }

    @Test
    void itIsThereWholeOrNotAtAll() throws Exception {
        TestServers.execute(database, "alter table security_answer rename to away");
        assertThrows(RuntimeException.class, () -> Node.await(demo.load()));
        assertEquals(0, number("select (select count(*) from city) + (select count(*) from slot)"));
        TestServers.execute(database, "alter table away rename to security_answer");
        assertTrue(Node.await(demo.load()));
    }

    @Test
    void clientsFindWhatItOffers() {
        Node.await(demo.load());
        node.start();
        assertEquals(
                List.of(
                        "evaluation-comparative",
                        "evaluation-linguistique-francisation",
                        "objectif-integration",
                        "premieres-demarches-installation",
                        "vivre-en-region-abitibi-temiscamingue",
                        "vivre-en-region-bas-saint-laurent",
                        "vivre-en-region-capitale-nationale",
                        "vivre-en-region-centre-du-quebec"),
                List.copyOf(node.catalogue.current().types().keySet()),
                "in the order of the guide (2.3)");
        for (String type : node.catalogue.current().types().keySet()) {
            assertFalse(Objects.requireNonNull(
                            node.catalogue.current().organisationsByType().get(type))
                    .isEmpty());
            // Whatever day it is, except that a series of modules needs a week without a holiday.
            if (!type.equals("objectif-integration")) {
                List<SlotView> open = search(type, true);
                assertFalse(open.isEmpty(), type);
                assertTrue(open.stream().allMatch(view -> view.status() == SlotStatus.OPEN));
            }
        }
        assertTrue(search("premieres-demarches-installation", false).stream()
                .anyMatch(view -> view.status() == SlotStatus.SCHEDULED));
    }

    private List<SlotView> search(String type, boolean available) {
        Slots.Search search = new Slots.Search(type, null, null, null, null, available, 100, null);
        return assertInstanceOf(Slots.SearchResult.Found.class, node.search(search))
                .page()
                .items();
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
