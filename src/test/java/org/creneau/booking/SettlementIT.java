package org.creneau.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.stream.Stream;
import org.creneau.testkit.Await;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Plan;
import org.creneau.testkit.Plan.Kind;
import org.creneau.testkit.Statements;
import org.creneau.testkit.Statements.Statement;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done when slots are over costs what is over, and ends however slow it is. */
class SettlementIT {

    private static final int SEATS = 10;

    private final String database = TestServers.newDatabase();
    private final Offer offer = new Offer(database);

    static Stream<Arguments> endAndMark() {
        return Stream.of(
                Arguments.of(0, "BOOKED", Statements.of(sql -> new SettlementChanges(sql, 1000).end(1))),
                Arguments.of(1, "ENDED", Statements.of(sql -> new SettlementChanges(sql, 1000).mark(1))));
    }

    @ParameterizedTest
    @MethodSource("endAndMark")
    void onlyWhatIsDueIsRead(int settled, String state, Statement statement) {
        long due = 20;
        long others = 3000;
        offer.execute("update appointment_type set unmarked_becomes = 'MISSED', unmarked_after_days = 1");
        slots(others, "now() + interval '1 day'", settled, state);
        TestServers.execute(database, "analyze");
        slots(due, "now() - interval '3 days'", settled, state);
        for (Kind kind : Kind.values()) {
            Plan plan = Plan.of(database, kind, statement);
            assertTrue(plan.rowsRead("booking") >= due * SEATS, plan::toString);
            assertTrue(plan.rowsRead("booking") <= 2 * due * SEATS, plan::toString);
            assertTrue(plan.rowsRead("slot") <= 5 * due, plan::toString);
        }
    }

    @Test
    void whatTakesTooLongIsDoneByHalves() {
        slots(40, "now() - interval '3 days'", 0, "BOOKED");
        offer.execute("""
                create function slow() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(0.002);
                    return new;
                end $$;
                create trigger slow before update on booking for each row execute function slow()""");
        Vertx vertx = Vertx.vertx();
        try {
            SqlClient sql = PgBuilder.client()
                    .connectingTo(PgConnectOptions.fromUri(database).addProperty("statement_timeout", "400"))
                    .with(new PoolOptions().setMaxSize(1))
                    .using(vertx)
                    .build();
            Await.of(new Settlement(new SettlementChanges(sql, 5000)).settle());
        } finally {
            Await.of(vertx.close());
        }
        assertEquals(
                List.of(List.of("ENDED", 40L * SEATS)), offer.rows("select state, count(*) from booking group by 1"));
    }

    private void slots(long count, String start, int settled, String state) {
        offer.execute("""
                with s as (
                    insert into slot (id, type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, opens_at, settled)
                    select gen_random_uuid(), 'session', 'clef', 'clef-montreal', %2$s, %2$s + interval '1 hour', '[]', %5$d,
                           now() - interval '9 days', %3$d
                    from generate_series(1, %1$d)
                    returning id
                ), c as (
                    insert into client (id) select gen_random_uuid() from generate_series(1, %1$d * %5$d) returning id
                ), numbered as (
                    select id, row_number() over () - 1 as n from s
                ), booking_of as (
                    select id, row_number() over () - 1 as n from c
                )
                insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                select gen_random_uuid(), numbered.id, booking_of.n %% %5$d, booking_of.id, 'session', '%4$s', 'CLIENT', 1
                from booking_of join numbered on numbered.n = booking_of.n / %5$d""".formatted(count, start, settled, state, SEATS));
    }
}
