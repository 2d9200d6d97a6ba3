package org.creneau.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.creneau.testkit.CrowdedDatabases.Believed;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements.Statement;

/** That a statement about bookings reads a few rows of a crowded database, found by key, whatever PostgreSQL believes. */
public final class FewRows {

    /** Equality with one of these is a look-up: of one row, of a client's own, or of one slot's or booking's. */
    public static final Map<String, Set<String>> KEYS = Map.of(
            "booking", Set.of("id", "client_id", "slot_id"),
            "booking_flag", Set.of("booking_id"),
            "slot", Set.of("id"),
            "registration", Set.of("client_id"));

    /** Rows of these tables for each booking. Ten are needed at the most, by telling somebody of a move. */
    private static final long FEW = 10;

    private FewRows() {}

    /** Fails unless few rows are read, by key, also where plans are made for one batch. */
    public static Plan reads(Believed believed, Statement statement, int bookings) {
        reads(believed, Kind.CUSTOM, statement, bookings);
        return reads(believed, Kind.GENERIC, statement, bookings);
    }

    /** The same of one kind of plan. */
    public static Plan reads(Believed believed, Kind kind, Statement statement, int bookings) {
        Plan plan = Plan.of(CrowdedDatabases.of(believed), kind, statement);
        assertEquals(List.of(), plan.notByKey(KEYS), () -> kind + ": " + plan);
        assertTrue(rowsRead(plan) <= FEW * bookings, () -> kind + ": " + rowsRead(plan) + " rows: " + plan);
        return plan;
    }

    public static long rowsRead(Plan plan) {
        return KEYS.keySet().stream().mapToLong(plan::rowsRead).sum();
    }

    /** For controls: the look for overlaps with a join of a client's bookings and their slots. */
    public static Statement joined(Statement statement) {
        return statement
                .replacing(
                        "select from booking mine\n",
                        "select from booking mine join slot taken on taken.id = mine.slot_id\n")
                .replacing("(select taken.during from slot taken where taken.id = mine.slot_id)", "taken.during");
    }
}
