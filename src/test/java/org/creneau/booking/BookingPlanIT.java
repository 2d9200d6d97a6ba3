package org.creneau.booking;

import static org.creneau.testkit.CrowdedDatabases.CLIENTS;
import static org.creneau.testkit.CrowdedDatabases.CROWD;
import static org.creneau.testkit.CrowdedDatabases.OTHER_WORKSHOP;
import static org.creneau.testkit.CrowdedDatabases.REGULAR;
import static org.creneau.testkit.CrowdedDatabases.SESSION;
import static org.creneau.testkit.CrowdedDatabases.WORKSHOP;
import static org.creneau.testkit.CrowdedDatabases.booked;
import static org.creneau.testkit.CrowdedDatabases.client;
import static org.creneau.testkit.CrowdedDatabases.held;
import static org.creneau.testkit.CrowdedDatabases.id;
import static org.creneau.testkit.FewRows.KEYS;
import static org.creneau.testkit.FewRows.joined;
import static org.creneau.testkit.FewRows.reads;
import static org.creneau.testkit.FewRows.rowsRead;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.creneau.booking.BookingInserts.OnConflict;
import org.creneau.testkit.CrowdedDatabases;
import org.creneau.testkit.CrowdedDatabases.Believed;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a booking reads is a few rows, found by key, whatever PostgreSQL believes about its tables. Plans are made from
 * statistics, and statistics are of some other day: a database is loaded, or analysed at night, when nobody has anything
 * to come.
 */
class BookingPlanIT {

    private static final long TIMEOUT_MILLIS = 1000;

    @ParameterizedTest
    @EnumSource
    void oneBookingReadsAFewRows(Believed believed) {
        for (OnConflict onConflict : OnConflict.values()) {
            Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(1), onConflict));
            assertEquals(1, reads(believed, insert, 1).rowsInserted("booking"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchReadsAFewRowsForEach(Believed believed) {
        for (OnConflict onConflict : OnConflict.values()) {
            Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(CLIENTS), onConflict));
            assertEquals(CLIENTS, reads(believed, insert, CLIENTS).rowsInserted("booking"));
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
            assertEquals(CLIENTS, reads(believed, hold, CLIENTS).rowsInserted("booking"));
        }
        UUID held = held(0);
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
        assertEquals(0, rowsRead(Plan.of(CrowdedDatabases.of(believed), Kind.GENERIC, due)));
    }

    @ParameterizedTest
    @EnumSource
    void soDoMovesAndCancellations(Believed believed) {
        for (int who : List.of(0, 1)) {
            Booking booked = workshop(who);
            NewBooking next = wish(who, OTHER_WORKSHOP, "atelier", 0);
            Statement move = Statements.of(sql -> changes(sql).reschedule(booked, next));
            assertEquals(1, reads(believed, Kind.GENERIC, move, 1).rowsInserted("booking"));
            Bookings.Cancel command =
                    new Bookings.Cancel(booked.clientId(), booked.id(), booked.clientId(), BookingSource.CLIENT);
            Statement cancel = Statements.of(sql -> changes(sql).cancel(command));
            assertEquals(0, reads(believed, Kind.GENERIC, cancel, 1).rowsInserted("booking"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void soDoesTheLookForOneBooking(Believed believed) {
        Statement byId = Statements.of(sql -> bookings(sql).find(REGULAR, booked(0)));
        reads(believed, Kind.GENERIC, byId, 1);
        Statement byKey = Statements.of(sql -> bookings(sql).byRequestKey(REGULAR, "key-0"));
        reads(believed, Kind.GENERIC, byKey, 1);
    }

    /** Those of one slot, or of one client, and nobody else's. */
    @ParameterizedTest
    @EnumSource
    void soDoListsForOthers(Believed believed) {
        UUID last = held(99);
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
        Plan plan = Plan.of(CrowdedDatabases.of(Believed.ALL_OVER), Kind.CUSTOM, insert.replacing("offset 0", ""));
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
        assertTrue(rowsRead(plan) > CLIENTS, plan::toString);
    }

    /** Likewise all slots, where a client's bookings and their slots may be joined. */
    @Test
    void aJoinWouldReadAllSlots() {
        Statement insert = Statements.of(sql -> inserts(sql).insert(wishes(1), OnConflict.FAIL));
        Plan plan = Plan.of(CrowdedDatabases.of(Believed.OF_FEW_CLIENTS), Kind.GENERIC, joined(insert));
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
    }

    /** The same for the question what stands in the way, which would read all bookings and all registrations. */
    @Test
    void joinsWouldReadEverything() {
        Statement conflicts =
                Statements.of(sql -> inserts(sql).conflicts(wishes(CLIENTS))).replacing("offset 0", "");
        Plan generic = Plan.of(CrowdedDatabases.of(Believed.ALL_OVER), Kind.GENERIC, conflicts);
        assertNotEquals(List.of(), generic.notByKey(KEYS), generic::toString);
        Plan custom = Plan.of(CrowdedDatabases.of(Believed.ALL_OVER), Kind.CUSTOM, conflicts);
        assertTrue(rowsRead(custom) > CROWD, custom::toString);
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
        return new NewBooking(booked(who), WORKSHOP, who, client, "atelier", client, source, "key-" + who, 0, 0)
                .recorded(Instant.now());
    }
}
