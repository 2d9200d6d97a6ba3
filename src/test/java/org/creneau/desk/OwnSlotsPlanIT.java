package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.creneau.core.Sql;
import org.creneau.desk.OwnSlots.Criteria;
import org.creneau.slot.SlotStatus;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.creneau.testkit.TestServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list reads the slots that are asked for, not all that there were in all the years, nor those of all the others. */
class OwnSlotsPlanIT {

    private static final int OVER = 20_000;
    private static final int TO_COME = 200;
    private static final int OTHERS = 5_000;
    private static final int LIMIT = 21;
    private static final String DATABASE = TestServers.newDatabase();

    private final LocalDate today = LocalDate.now(Offered.ZONE);

    /** An hour apart, each opens ten days before; all that is over was booked. */
    @BeforeAll
    static void fill() {
        String slots = """
                insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at, settled)
                    select gen_random_uuid(), 'session', '%1$s', '%2$s', now() + n * interval '1 hour',
                           now() + n * interval '1 hour' + interval '50 minutes', '[]', 10, now() + (n - 240) * interval '1 hour',
                           case when n < 0 then 2 else 0 end
                    from generate_series(%3$d, %4$d) n""";
        Offer offer = new Offer(DATABASE);
        offer.execute(slots.formatted("clef", "clef-montreal", -OVER, TO_COME));
        offer.execute(slots.formatted("bureau", "bureau-quebec", 1, OTHERS));
        offer.execute("""
                insert into booking (id, slot_id, seat, client_id, type_id, state, source)
                    select gen_random_uuid(), id, 0, gen_random_uuid(), type_id, 'COMPLETED', 'CLIENT' from slot
                    where ends_at < now()""");
        TestServers.execute(DATABASE, "analyze");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheOrganisationsSlotsFromTodayOnAreRead(Kind kind) {
        Plan plan = Plan.of(DATABASE, kind, page("clef", criteria(null, null, null, null)));
        assertTrue(plan.rowsRead("slot") <= TO_COME + 50, plan::toString);
        assertByKey(plan);
    }

    @ParameterizedTest
    @EnumSource
    void ofAllOrganisationsTooWhatIsOverIsNotRead(Kind kind) {
        Plan plan = Plan.of(DATABASE, kind, page(null, criteria(null, null, null, null)));
        assertTrue(plan.rowsRead("slot") <= TO_COME + OTHERS + 50, plan::toString);
        assertByKey(plan);
    }

    /** The control. */
    @Test
    void elseAllThatThereWasIs() {
        Statement page = page("clef", criteria(null, null, null, null))
                .replacing("slot.starts_at > now()", "slot.starts_at + interval '0' > now()")
                .replacing("slot.organisation_id =", "slot.organisation_id || '' =");
        Plan plan = Plan.of(DATABASE, Kind.CUSTOM, page);
        assertTrue(plan.rowsRead("slot") > OVER / 2, plan::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aDayOfLongAgoIsFound(Kind kind) {
        LocalDate day = today.minusDays(400);
        Plan plan = Plan.of(DATABASE, kind, page("clef", criteria(day, day, null, null)));
        assertTrue(plan.rowsRead("slot") <= 73, plan::toString);
        assertByKey(plan);
    }

    @ParameterizedTest
    @EnumSource
    void whatOpensOnADayIsFound(Kind kind) {
        LocalDate day = today.plusDays(100);
        Plan plan = Plan.of(DATABASE, kind, page(null, criteria(null, null, day, null)));
        assertTrue(plan.rowsRead("slot") <= 73, plan::toString);
        assertByKey(plan);
    }

    @ParameterizedTest
    @EnumSource
    void seatsOfASlotAreLookedUp(Kind kind) {
        LocalDate day = today.minusDays(400);
        assertByKey(Plan.of(DATABASE, kind, page("clef", criteria(day, day, null, SlotStatus.OPEN))));
    }

    private static void assertByKey(Plan plan) {
        assertEquals(List.of(), plan.notByKey(Map.of("booking", Set.of("slot_id"))), plan::toString);
    }

    private static Criteria criteria(
            @Nullable LocalDate from, @Nullable LocalDate to, @Nullable LocalDate opens, @Nullable SlotStatus status) {
        return new Criteria(null, null, null, from, to, opens, opens, null, status);
    }

    private static Statement page(@Nullable String only, Criteria criteria) {
        return Statements.of(sql -> new OwnSlotReads(new Sql(sql)).page(only, criteria, null, LIMIT, null));
    }
}
