package org.creneau.planning;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
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

/** What a new slot may overlap is to come; what there was in all the years before is not read. */
class BusyTimesPlanIT {

    private static final int OVER = 20_000;
    private static final int TO_COME = 200;
    private static final String DATABASE = TestServers.newDatabase();

    @BeforeAll
    static void fill() {
        new Offer(DATABASE).execute("""
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at, settled)
                    select gen_random_uuid(), 'session', 'clef', 'clef-montreal', now() + n * interval '1 hour',
                           now() + n * interval '1 hour' + interval '50 minutes', '[]', 10, now() + (n - 200) * interval '1 hour',
                           case when n < 0 then 2 else 0 end
                    from generate_series(-%d, %d) n""".formatted(OVER, TO_COME));
        TestServers.execute(DATABASE, "analyze");
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsToComeIsRead(Kind kind) {
        Plan plan = Plan.of(DATABASE, kind, segments());
        assertTrue(plan.rowsRead("slot") <= TO_COME + 1, plan::toString);
    }

    /** The control. */
    @Test
    void elseAllThatThereWasIs() {
        Plan plan = Plan.of(DATABASE, Kind.GENERIC, segments().replacing("and settled = 0", ""));
        assertTrue(plan.rowsRead("slot") > OVER / 2, plan::toString);
    }

    private static Statement segments() {
        Instant now = Instant.now();
        return Statements.of(sql -> new SlotReads(new Sql(sql))
                .segments("session", "clef-montreal", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(60))));
    }
}
