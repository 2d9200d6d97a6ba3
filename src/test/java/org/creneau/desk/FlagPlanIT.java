package org.creneau.desk;

import static org.creneau.testkit.CrowdedDatabases.CLIENTS;
import static org.creneau.testkit.CrowdedDatabases.CROWD;
import static org.creneau.testkit.FewRows.KEYS;
import static org.creneau.testkit.FewRows.joined;
import static org.creneau.testkit.FewRows.reads;
import static org.creneau.testkit.FewRows.rowsRead;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.testkit.CrowdedDatabases;
import org.creneau.testkit.CrowdedDatabases.Believed;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What should be looked at in some bookings is found with these: neither flags nor bookings of others are read. */
class FlagPlanIT {

    @ParameterizedTest
    @EnumSource
    void flagsReadAFewRowsForEachBooking(Believed believed) {
        for (int count : List.of(1, CLIENTS)) {
            for (Kind kind : Kind.values()) {
                assertEquals(count, reads(believed, kind, flags(count), count).rows());
            }
        }
    }

    /** The control: where a client's bookings and their slots may be joined. */
    @Test
    void aJoinWouldReadAllSlots() {
        for (Kind kind : Kind.values()) {
            Plan plan = Plan.of(CrowdedDatabases.of(Believed.OF_FEW_CLIENTS), kind, joined(flags(1)));
            assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
            assertTrue(rowsRead(plan) > CROWD / 10, plan::toString);
        }
    }

    /** Likewise all flags, where flags and bookings may. */
    @Test
    void aJoinWouldReadAllFlags() {
        Statement joined = flags(CLIENTS).replacing("offset 0) flag", ") flag");
        Plan plan = Plan.of(CrowdedDatabases.of(Believed.NOTHING), Kind.CUSTOM, joined);
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
        assertTrue(rowsRead(plan) > CROWD, plan::toString);
    }

    @ParameterizedTest
    @EnumSource
    void soDoesTheCardOfAClient(Believed believed) {
        for (Kind kind : Kind.values()) {
            assertEquals(2, reads(believed, kind, card("clef"), 1).rows());
            assertEquals(2, reads(believed, kind, card(null), 1).rows());
        }
    }

    /** The control: where a client's bookings may be found in the order of the list, those of all clients are read. */
    @Test
    void theOrderOfBookingsWouldReadThoseOfOthers() {
        Statement ordered = card("clef").replacing("offset 0) booking", ") booking");
        Plan plan = Plan.of(CrowdedDatabases.of(Believed.OF_FEW_CLIENTS), Kind.CUSTOM, ordered);
        assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
        assertTrue(rowsRead(plan) > CROWD, plan::toString);
    }

    private static Statement card(@Nullable String only) {
        return Statements.of(sql -> ClientReads.card(sql, CrowdedDatabases.client(1), only));
    }

    private static Statement flags(int count) {
        List<UUID> bookings =
                IntStream.range(0, count).mapToObj(CrowdedDatabases::booked).toList();
        return Statements.of(sql -> FlagReads.of(sql, bookings));
    }
}
