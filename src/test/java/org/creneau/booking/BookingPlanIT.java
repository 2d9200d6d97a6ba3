package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.creneau.booking.BookingInserts.OnConflict;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a booking reads is a few rows, found by key, whatever PostgreSQL believes about its tables. Plans are made from
 * statistics, and statistics are of some other day: a database is loaded, or analysed at night, when nobody has anything
 * to come.
 */
class BookingPlanIT {

    /** What PostgreSQL has seen when it was last asked to look. */
    private enum Believed {
        /** Nothing at all: never analysed. */
        NOTHING("COMPLETED", false, ""),
        /** Very many bookings that are over, and none to come. */
        ALL_OVER("COMPLETED", true, ""),
        /** Very many bookings to come, and hardly any that are over. */
        ALL_TO_COME("BOOKED", true, ""),
        /** As many bookings to come, of few clients who have hundreds each. */
        OF_FEW_CLIENTS("BOOKED", true, "alter table booking alter column client_id set (n_distinct = 100)");

        private final String state;
        private final boolean analysed;
        private final String told;

        /** @param told what makes PostgreSQL believe more than it sees */
        Believed(String state, boolean analysed, String told) {
            this.state = state;
            this.analysed = analysed;
            this.told = told;
        }
    }

    /** Equality with one of these is a look-up: of one row, of a client's own, or of one slot's. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "booking", Set.of("id", "client_id", "slot_id"),
            "slot", Set.of("id"),
            "registration", Set.of("client_id"));

    /** Rows of the three tables for each booking. Seven are needed at the most, by the look for what stands in the way. */
    private static final long FEW = 10;

    private static final long TIMEOUT_MILLIS = 1000;

    /** In one batch. */
    private static final int CLIENTS = 100;

    /** Others, with a file and a booking each. */
    private static final int CROWD = 20_000;

    /** Somebody who has had {@link #REGULAR_BOOKINGS}. */
    private static final UUID REGULAR = id(1, 0);

    private static final int REGULAR_BOOKINGS = 2000;

    private static final UUID SESSION = id(3, 1);
    private static final UUID WORKSHOP = id(3, 2);
    private static final UUID OTHER_WORKSHOP = id(3, 3);

    private static final Map<Believed, String> DATABASES = new EnumMap<>(Believed.class);

    @BeforeAll
    static void fill() {
        for (Believed believed : Believed.values()) {
            String database = TestServers.newDatabase();
            Offer offer = new Offer(database);
            offer.execute("""
                    alter table booking set (autovacuum_enabled = false);
                    alter table slot set (autovacuum_enabled = false);
                    alter table registration set (autovacuum_enabled = false);
                    create function id(kind int, number int) returns uuid language sql immutable as $$
                        select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
                    $$;
                    update appointment_type set requires_complementary_information = true where id = 'session';
                    insert into eligibility_rule (type_id, position, statuses) values ('session', 1, array['resident-permanent'])""");
            offer.execute(crowd(believed));
            offer.execute(regular());
            if (believed.analysed) {
                offer.execute(believed.told);
                offer.execute("analyze");
            }
            offer.execute(today());
            DATABASES.put(believed, database);
        }
    }

    private static String crowd(Believed believed) {
        String start = believed.state.equals("BOOKED") ? "now() + interval '30 days'" : "now() - interval '30 days'";
        return """
                insert into client (id) select id(1, n) from generate_series(0, %4$d) n;
                %3$s from generate_series(0, %4$d) n;
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select id(2, n), case n %% 2 when 0 then 'session' else 'atelier' end, 'clef', 'clef-montreal',
                           %1$s + n * interval '10 minutes', %1$s + n * interval '10 minutes' + interval '1 hour', '[]',
                           10, now() - interval '60 days'
                    from generate_series(0, %4$d / 10) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select id(4, n), slot.id, n %% 10, id(1, n), slot.type_id, '%2$s', 'CLIENT', 1
                    from generate_series(1, %4$d) n join slot on slot.id = id(2, n / 10)""".formatted(start, believed.state, registration(), CROWD);
    }

    private static String registration() {
        return """
                insert into registration (client_id, number, status_id, family_name, given_name, birth_date, sex, email, country,
                                          street, town, home_phone, residence_in_quebec, french, source, heard_from, occupation_field,
                                          intended_occupation, schooling)
                    select id(1, n), 100000 + n, 'resident-permanent', 'Nom', 'Prénom', '1980-01-01', 'F', n || '@example.org', 'CA',
                           '1, rue Un', 'Montréal', '514 555-0100', true, true, 'CLIENT', 'medias', 'sante', 'Sage-femme', '15-16'""";
    }

    private static String regular() {
        return """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select id(5, n), 'session', 'clef', 'clef-montreal', now() - (n + 1) * interval '1 day',
                           now() - n * interval '1 day' - interval '1 hour', '[]', 1, now() - interval '10 years'
                    from generate_series(1, %1$d) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select id(6, n), id(5, n), 0, '%2$s', 'session', 'COMPLETED', 'CLIENT', n
                    from generate_series(1, %1$d) n""".formatted(REGULAR_BOOKINGS, REGULAR);
    }

    /** What PostgreSQL has not seen yet: people who have booked a workshop, hold a seat in another, and want a session. */
    private static String today() {
        return """
                insert into client (id) select id(1, 30000 + n) from generate_series(1, 99) n;
                %5$s from generate_series(30001, 30099) n;
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select place.id::uuid, place.type, 'clef', 'clef-montreal', now() + place.days * interval '1 day',
                           now() + place.days * interval '1 day' + interval '1 hour', '[]', 1000, now() - interval '1 day'
                    from (values ('%1$s', 'session', 2), ('%2$s', 'atelier', 3), ('%3$s', 'atelier', 4),
                                 (id(3, 4)::text, 'engageant', 5)) place (id, type, days);
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn, request_key)
                    select id(7, n), '%2$s', n, case n when 0 then '%4$s' else id(1, 30000 + n) end, 'atelier', 'BOOKED', 'CLIENT',
                           5000, 'key-' || n
                    from generate_series(0, 99) n;
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn, expires_at)
                    select id(9, n), id(3, 4), n, case n when 0 then '%4$s' else id(1, 30000 + n) end, 'engageant', 'HELD',
                           'PARTNER', 5001, now() + interval '1 hour'
                    from generate_series(0, 99) n;
                insert into booking_history (booking_id, actor, source, to_state)
                    select id(9, n), id(1, n), 'PARTNER', 'HELD' from generate_series(0, 99) n""".formatted(SESSION, WORKSHOP, OTHER_WORKSHOP, REGULAR, registration());
    }

    @ParameterizedTest
    @EnumSource
    void oneBookingReadsAFewRows(Believed believed) {
        for (OnConflict onConflict : OnConflict.values()) {
            Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(1), onConflict));
            assertEquals(1, reads(believed, insert, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchReadsAFewRowsForEach(Believed believed) {
        for (OnConflict onConflict : OnConflict.values()) {
            Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(CLIENTS), onConflict));
            assertEquals(CLIENTS, reads(believed, insert, CLIENTS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void soDoesTheQuestionWhatStandsInTheWay(Believed believed) {
        reads(believed, Statements.of(sql -> inserts(sql).conflicts(wishes(1))), 1);
        reads(believed, Statements.of(sql -> inserts(sql).conflicts(wishes(CLIENTS))), CLIENTS);
    }

    @ParameterizedTest
    @EnumSource
    void soDoesWhatIsHeld(Believed believed) {
        for (OnConflict onConflict : OnConflict.values()) {
            Statement hold = Statements.of(sql -> inserts(sql).insert(wishes(CLIENTS, 600), onConflict));
            assertEquals(CLIENTS, reads(believed, hold, CLIENTS));
        }
        UUID held = id(9, 0);
        Holds.Release release = new Holds.Release(REGULAR, held, REGULAR, BookingSource.PARTNER);
        reads(believed, Kind.GENERIC, Statements.of(sql -> holds(sql).confirm(REGULAR, held, REGULAR)), 1);
        reads(believed, Kind.GENERIC, Statements.of(sql -> holds(sql).release(release)), 1);
        reads(believed, Kind.GENERIC, Statements.of(sql -> holds(sql).end(List.of(held))), 1);
        Statement find = Statements.of(sql -> new HoldReads(sql, TIMEOUT_MILLIS).find(REGULAR, held));
        reads(believed, Kind.GENERIC, find, 1);
        Statement list = Statements.of(sql -> new HoldReads(sql, TIMEOUT_MILLIS).of(REGULAR, null));
        reads(believed, Kind.GENERIC, list, 1);
        // By time, so what is not over is not looked at.
        Statement due = Statements.of(sql -> holds(sql).due(1000, 500));
        assertEquals(0, rowsRead(Plan.of(database(believed), Kind.GENERIC, due)));
    }

    @ParameterizedTest
    @EnumSource
    void soDoMovesAndCancellations(Believed believed) {
        for (int who : List.of(0, 1)) {
            Booking booked = workshop(who);
            NewBooking next = wish(who, OTHER_WORKSHOP, "atelier", 0);
            Statement move = Statements.of(sql -> changes(sql).reschedule(booked, next));
            assertEquals(1, reads(believed, Kind.GENERIC, move, 1));
            Bookings.Cancel command =
                    new Bookings.Cancel(booked.clientId(), booked.id(), booked.clientId(), BookingSource.CLIENT);
            Statement cancel = Statements.of(sql -> changes(sql).cancel(command));
            assertEquals(0, reads(believed, Kind.GENERIC, cancel, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void soDoesTheLookForOneBooking(Believed believed) {
        Statement byId = Statements.of(sql -> bookings(sql).find(REGULAR, id(7, 0)));
        reads(believed, Kind.GENERIC, byId, 1);
        Statement byKey = Statements.of(sql -> bookings(sql).byRequestKey(REGULAR, "key-0"));
        reads(believed, Kind.GENERIC, byKey, 1);
    }

    /** Those of one slot, or of one client, and nobody else's. */
    @ParameterizedTest
    @EnumSource
    void soDoListsForOthers(Believed believed) {
        UUID last = id(9, 99);
        for (Kind kind : Kind.values()) {
            Statement find = Statements.of(sql -> new OthersReads(sql).find(last));
            reads(believed, kind, find, 1);
            Statement inSlot =
                    Statements.of(sql -> new OthersReads(sql).inSlot(WORKSHOP, last, BookingState.BOOKED, 21));
            reads(believed, kind, inSlot, CLIENTS);
            Statement ofClient = Statements.of(
                    sql -> new OthersReads(sql).ofClient(client(1), WORKSHOP, last, BookingState.BOOKED, 21));
            reads(believed, kind, ofClient, 1);
        }
    }

    /** The control: where the look for overlaps may become a join, all bookings to come are read for a new one. */
    @Test
    void aJoinWouldReadTheBookingsOfOthers() {
        Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(1), OnConflict.FAIL));
        Plan plan = Plan.of(database(Believed.ALL_OVER), Kind.CUSTOM, insert.replacing("offset 0", ""));
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
        assertTrue(rowsRead(plan) > CLIENTS, plan::toString);
    }

    /** Likewise all slots, where a client's bookings and their slots may be joined. */
    @Test
    void aJoinWouldReadAllSlots() {
        Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(1), OnConflict.FAIL));
        Statement joined = insert.replacing(
                        "select from booking mine\n",
                        "select from booking mine join slot taken on taken.id = mine.slot_id\n")
                .replacing("(select taken.during from slot taken where taken.id = mine.slot_id)", "taken.during");
        Plan plan = Plan.of(database(Believed.OF_FEW_CLIENTS), Kind.GENERIC, joined);
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
    }

    /** The same for the question what stands in the way, which would read all bookings and all registrations. */
    @Test
    void joinsWouldReadEverything() {
        Statement conflicts =
                Statements.of(sql -> inserts(sql).conflicts(wishes(CLIENTS))).replacing("offset 0", "");
        Plan generic = Plan.of(database(Believed.ALL_OVER), Kind.GENERIC, conflicts);
        assertNotEquals(List.of(), generic.notByKey(KEYS), generic::toString);
        Plan custom = Plan.of(database(Believed.ALL_OVER), Kind.CUSTOM, conflicts);
        assertTrue(rowsRead(custom) > CROWD, custom::toString);
    }

    /** Fails unless few rows are read, by key, also where plans are made for one batch; how many bookings were written. */
    private static long reads(Believed believed, Statement statement, int bookings) {
        reads(believed, Kind.CUSTOM, statement, bookings);
        return reads(believed, Kind.GENERIC, statement, bookings);
    }

    private static long reads(Believed believed, Kind kind, Statement statement, int bookings) {
        Plan plan = Plan.of(database(believed), kind, statement);
        assertEquals(List.of(), plan.notByKey(KEYS), () -> kind + ": " + plan);
        assertTrue(rowsRead(plan) <= FEW * bookings, () -> kind + ": " + rowsRead(plan) + " rows: " + plan);
        return plan.rowsInserted("booking");
    }

    private static String database(Believed believed) {
        return Objects.requireNonNull(DATABASES.get(believed));
    }

    private static long rowsRead(Plan plan) {
        return KEYS.keySet().stream().mapToLong(plan::rowsRead).sum();
    }

    private static BookingInserts inserts(SqlClient sql) {
        return new BookingInserts(sql, TIMEOUT_MILLIS);
    }

    private static BookingReads bookings(SqlClient sql) {
        return new BookingReads(sql, TIMEOUT_MILLIS);
    }

    private static HoldChanges holds(SqlClient sql) {
        return new HoldChanges(sql, TIMEOUT_MILLIS);
    }

    private static BookingChanges changes(SqlClient sql) {
        return new BookingChanges(sql, TIMEOUT_MILLIS);
    }

    /** The first is the regular's. */
    private static List<NewBooking> wishes(int count) {
        return wishes(count, 0);
    }

    private static List<NewBooking> wishes(int count, int holdSeconds) {
        List<NewBooking> wishes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            wishes.add(wish(n, SESSION, "session", holdSeconds));
        }
        return wishes;
    }

    private static NewBooking wish(int who, UUID slot, String type, int holdSeconds) {
        long deadline = Instant.now().plusSeconds(600).toEpochMilli();
        UUID client = client(who);
        return new NewBooking(
                id(8, who), slot, who, client, type, client, BookingSource.CLIENT, "new-" + who, holdSeconds, deadline);
    }

    private static Booking workshop(int who) {
        UUID client = client(who);
        BookingSource source = BookingSource.CLIENT;
        return new NewBooking(id(7, who), WORKSHOP, who, client, "atelier", client, source, "key-" + who, 0, 0)
                .recorded(Instant.now());
    }

    private static UUID client(int who) {
        return who == 0 ? REGULAR : id(1, 30_000 + who);
    }

    /** The same as in SQL. */
    private static UUID id(int kind, int number) {
        return UUID.fromString(String.format(Locale.ROOT, "%08x-0000-7000-8000-%012x", kind, number));
    }
}
