package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.creneau.core.Sql;
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

/** Whether there is news is asked once a second on every node: it reads what changed, not what there is. */
class ProgressPlanIT {

    private static final int SLOTS = 20_000;
    private static final String DATABASE = TestServers.newDatabase();
    private static final Statement READ = Statements.of(sql -> new ProgressStore(new Sql(sql)).read());

    @BeforeAll
    static void fill() {
        new Offer(DATABASE).execute("""
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at)
                    select gen_random_uuid(), 'session', 'clef', 'clef-montreal', now() + n * interval '1 hour',
                           now() + (n + 1) * interval '1 hour', '[]', 10, now()
                    from generate_series(1, %d) n""".formatted(SLOTS));
        TestServers.execute(DATABASE, "update event_progress set slot_xid = pg_snapshot_xmax(pg_current_snapshot())");
        TestServers.execute(DATABASE, "analyze");
    }

    @ParameterizedTest
    @EnumSource
    void whatDidNotChangeIsNotRead(Kind kind) {
        Plan plan = Plan.of(DATABASE, kind, READ);
        assertTrue(plan.rowsRead("slot") < 10, plan::toString);
    }

    /** The control. */
    @Test
    void withoutTheOrderEverySlotIs() {
        Plan plan = Plan.of(DATABASE, Kind.CUSTOM, READ.replacing("order by changed_xid", ""));
        assertTrue(plan.rowsRead("slot") >= SLOTS, plan::toString);
    }
}
