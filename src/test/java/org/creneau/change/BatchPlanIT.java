package org.creneau.change;

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
import org.creneau.audit.AuditLog;
import org.creneau.core.Sql;
import org.creneau.testkit.CrowdedDatabases;
import org.creneau.testkit.CrowdedDatabases.Believed;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a job does to the people of a slot reads their own bookings, found by key, and nobody else's. */
class BatchPlanIT {

    @ParameterizedTest
    @EnumSource
    void tellingOfAMoveReadsAFewRowsForEach(Believed believed) {
        for (int count : List.of(1, CLIENTS)) {
            for (Kind kind : Kind.values()) {
                Plan plan = reads(believed, kind, batch(Job.Kind.MOVE_SLOT, count), count);
                assertEquals(count, plan.rowsInserted("booking_flag"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void soDoesCancelling(Believed believed) {
        for (int count : List.of(1, CLIENTS)) {
            for (Kind kind : Kind.values()) {
                Plan plan = reads(believed, kind, batch(Job.Kind.CANCEL_SLOT, count), count);
                assertEquals(count, plan.rowsUpdated("booking"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void soDoesGivingUp(Believed believed) {
        Statement giveUp = Statements.of(sql -> new JobStore(new Sql(sql), new AuditLog(sql))
                .giveUpFirst(CrowdedDatabases.JOB, CrowdedDatabases.WORKSHOP));
        for (Kind kind : Kind.values()) {
            // All of the slot's own, for the order of their seats.
            assertTrue(rowsRead(reads(believed, kind, giveUp, CLIENTS)) > 0);
        }
    }

    /** The control: where a client's bookings and their slots may be joined. */
    @Test
    void aJoinWouldReadAllSlots() {
        for (Kind kind : Kind.values()) {
            Plan plan = Plan.of(
                    CrowdedDatabases.of(Believed.OF_FEW_CLIENTS), kind, joined(batch(Job.Kind.MOVE_SLOT, CLIENTS)));
            assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
            assertTrue(rowsRead(plan) > CROWD / 10, plan::toString);
        }
    }

    /** Likewise all that is to come, where its index may be taken for that of the slot's seats, or of the ids. */
    @Test
    void otherIndexesWouldReadTheBookingsOfOthers() {
        Statement tell = batch(Job.Kind.MOVE_SLOT, 1);
        for (Statement other : List.of(
                tell.replacing(
                        "('BOOKED', 'HELD', 'WITHDRAWN') and booking.state <> 'WITHDRAWN'", "('BOOKED', 'HELD')"),
                tell.replacing("booking.state || '' in", "booking.state in"))) {
            Plan plan = Plan.of(CrowdedDatabases.of(Believed.ALL_OVER), Kind.GENERIC, other);
            assertNotEquals(List.of(), plan.notByKey(KEYS), plan::toString);
            assertTrue(rowsRead(plan) > CLIENTS, plan::toString);
        }
    }

    private static Statement batch(Job.Kind kind, int most) {
        Author author = new Author(CrowdedDatabases.id(11, 1), "PARTNER");
        Work job = new Work(CrowdedDatabases.JOB, kind, "clef", null, "Salle inondée", author, 0);
        return Statements.of(sql -> new BatchChanges(new Sql(sql)).next(job, CrowdedDatabases.WORKSHOP, most));
    }
}
