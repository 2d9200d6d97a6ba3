package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.creneau.slot.Slot;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;

/** The jobs that cancel: many bookings, whole days, and whatever comes in between. */
class ChangeJobsIT extends OnTwoNodes {

    @Test
    void thousandsAreCancelledInBatchesWhoeverGoesOn() {
        Slot slot = offer.open(3000);
        fill(slot, 3000);
        String job = desk.cancel(slot).await().expect(202).getString("id");
        Until.holds(() -> ministry.job(job).getInteger("done") > 0);
        one.close(); // the node that was at it, or not
        JsonObject done = Until.answers(
                () -> ministry.job(job), found -> found.getString("state").equals("DONE"));
        assertEquals(List.of(3000, 3000, 0, 0), counts(done));
        assertEquals(
                3000,
                offer.count("select count(*) from booking_history where to_state = 'CANCELLED' and job_id = '" + job
                        + "' and from_state = 'BOOKED'"));
        assertEquals(0, booked(slot));
        everythingIsInOrder();
        one = TestNode.start(database, redis, Map.of("rateLimits", "OFF"));
    }

    /** A node that took a job and died has it until its lease is over. */
    @Test
    void aJobOfADeadNodeIsTakenUp() {
        Slot slot = offer.open(3);
        book(backstage.client(), slot);
        offer.execute("""
                create function late() returns trigger language plpgsql as $$
                begin
                    new.due_at := clock_timestamp() + interval '3 seconds';
                    return new;
                end $$;
                create trigger late before insert on change_job for each row execute function late()""");
        Response begun = desk.cancel(slot).await();
        assertEquals("WAITING", desk.job(begun.json().getString("id")).getString("state"));
        desk.done(begun);
        assertEquals(0, booked(slot));
        everythingIsInOrder();
    }

    @Test
    void aBookingThatCannotBeChangedDoesNotHoldUpTheOthers() {
        Slot slot = offer.open(100);
        fill(slot, 50);
        offer.execute("""
                create function stubborn() returns trigger language plpgsql as $$
                begin
                    raise exception 'this one stays';
                end $$;
                create trigger stubborn before update on booking for each row
                    when (old.seat = 17 and old.state = 'BOOKED') execute function stubborn()""");
        JsonObject job = desk.done(desk.cancel(slot).await());
        assertEquals(List.of(50, 49, 0, 1), counts(job));
        assertEquals(1, booked(slot));
        assertEquals(List.of(), broken());
    }

    /** Bookings are given up for what is wrong with them, and not because somebody's open transaction has one of them. */
    @Test
    void aBookingThatSomebodyElseHasIsWaitedFor() throws SQLException {
        Slot slot = offer.open(100);
        fill(slot, 30);
        // The job waits for older transactions before it begins, so this one comes when it has begun.
        offer.execute("""
                create sequence tries;
                create table held (one int);
                create function impatient() returns trigger language plpgsql as $$
                begin
                    if not exists (select from held) then
                        raise exception 'not yet' using errcode = 'serialization_failure';
                    end if;
                    perform nextval('tries'), set_config('lock_timeout', '50ms', true);
                    return null;
                end $$;
                create trigger impatient before update on booking for each statement
                    when (current_query() like '%change_job%') execute function impatient()""");
        Response begun = desk.cancel(slot).await();
        Until.holds(() -> offer.count("select count(*) from change_job where last_error like '%not yet%'") == 1);
        try (Connection somebody = TestServers.connect(database);
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("select from booking where seat = 0 and slot_id = '" + slot.id() + "' for update");
            offer.execute("insert into held values (1)");
            Until.holds(() -> offer.count("select last_value from tries") > Work.ALONE + 1);
        }
        assertEquals(List.of(30, 30, 0, 0), counts(desk.done(begun)));
        assertEquals(0, booked(slot));
        everythingIsInOrder();
    }

    /** All at once would take longer than a statement may. */
    @Test
    void aBatchThatTakesTooLongGetsSmaller() {
        Slot slot = offer.open(100);
        fill(slot, 40);
        offer.execute("""
                create function slow() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(0.06);
                    return new;
                end $$;
                create trigger slow before update on booking for each row execute function slow()""");
        JsonObject job = desk.done(desk.cancel(slot).await());
        assertEquals(List.of(40, 40, 0, 0), counts(job));
        assertEquals(0, booked(slot));
        everythingIsInOrder();
    }

    private void fill(Slot slot, int seats) {
        offer.execute("""
                with client as (
                    insert into client (id) select gen_random_uuid() from generate_series(1, %2$s) returning id
                ), b as (
                    insert into booking (id, slot_id, seat, client_id, type_id, state, source, turn)
                    select gen_random_uuid(), '%1$s', row_number() over () - 1, id, 'session', 'BOOKED', 'CLIENT', 1
                    from client
                    returning id, client_id
                )
                insert into booking_history (booking_id, actor, source, to_state)
                select id, client_id, 'CLIENT', 'BOOKED' from b""".formatted(slot.id(), seats));
    }

    @Test
    void aDayIsCancelledWithAllItsSlots() {
        Slot morning = offer.add(Offer.SESSION, true, Duration.ofDays(4), OPENED, 5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(4).plusMinutes(1), OPENED, 5);
        Slot elsewhere = offer.add(Offer.SESSION, false, Duration.ofDays(4), OPENED, 5);
        Slot another = offer.add(Offer.SESSION, true, Duration.ofDays(6), OPENED, 5);
        List<TestClient> clients = backstage.clients(4);
        book(clients.get(0), morning);
        book(clients.get(1), workshop);
        book(clients.get(2), elsewhere);
        book(clients.get(3), another);
        String day = LocalDate.ofInstant(morning.start(), ZONE).toString();
        JsonObject job = desk.done(desk.cancelDay("clef", day).await());
        // A minute later may be the next day.
        boolean both = LocalDate.ofInstant(workshop.start(), ZONE).toString().equals(day);
        assertEquals(both ? 2 : 1, job.getInteger("done"));
        assertEquals(0, booked(morning));
        assertEquals(both ? 0 : 1, booked(workshop));
        assertEquals(1, booked(elsewhere));
        assertEquals(1, booked(another));
        assertEquals(day, job.getString("date"));
        assertEquals(
                job.getString("id"), desk.cancel(morning).await().expect(202).getString("id"));

        desk.cancelDay("bureau", day).await().expect(404, "not-found");
        ministry.cancelDay("no-such", day).await().expect(404, "not-found");
        ministry.cancelDay("bureau", "2020-01-01").await().expect(400, "validation");
        everythingIsInOrder();
    }

    /** The day's job has found the slot, and waits for who moves it. */
    @Test
    void aSlotThatIsJustMovedOffADayIsNotCancelledWithIt() {
        Slot slot = offer.add(Offer.SESSION, true, Duration.ofDays(4), OPENED, 5);
        CompletableFuture<Void> move = CompletableFuture.runAsync(() -> offer.execute("""
                do $$
                begin
                    update slot set starts_at = starts_at + interval '2 days', ends_at = ends_at + interval '2 days'
                    where id = '%s';
                    for round in 1..100 loop
                        perform pg_sleep(0.05);
                        perform pg_stat_clear_snapshot();
                        exit when exists (select from pg_stat_activity
                                          where wait_event_type = 'Lock' and datname = current_database());
                    end loop;
                end $$""".formatted(slot.id())));
        Until.holds(() -> offer.count(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                > 0);
        JsonObject job = desk.done(
                desk.cancelDay("clef", LocalDate.ofInstant(slot.start(), ZONE).toString())
                        .await());
        move.join();
        assertEquals(0, job.getInteger("total"));
        assertEquals(
                List.of(List.of("PUBLISHED")),
                offer.rows("select publication from slot where id = '" + slot.id() + "'"));
    }

    @Test
    void jobsAreListedNewestFirstToThoseWhoseTheyAre() {
        for (int i = 0; i < 3; i++) {
            desk.cancel(offer.open(1)).await().expect(202);
        }
        ministry.cancel(offer.add(Offer.SESSION, false, Duration.ofDays(3), OPENED, 5))
                .await()
                .expect(202);
        JsonObject first = jobs(desk, Map.of("limit", "2"));
        JsonObject rest = jobs(desk, Map.of("limit", "2", "cursor", first.getString("nextCursor")));
        assertEquals(2, first.getJsonArray("items").size());
        assertEquals(1, rest.getJsonArray("items").size());
        assertFalse(rest.containsKey("nextCursor"));
        assertEquals(4, jobs(ministry, Map.of()).getJsonArray("items").size());
        one.client()
                .get("/staff/jobs")
                .query("cursor", "nonsense")
                .token(desk.manager().token())
                .await()
                .expect(400, "validation");
    }

    private static JsonObject jobs(Desk at, Map<String, String> query) {
        var request = at.node().client().get("/staff/jobs").token(at.manager().token());
        query.forEach(request::query);
        return request.await().expect(200);
    }

    /** Both are claimed together. */
    @Test
    void aDayThatCannotBeCancelledHoldsUpNoOtherOne() {
        Slot stubborn = offer.add(Offer.SESSION, true, Duration.ofDays(4), OPENED, 5);
        Slot willing = offer.add(Offer.SESSION, true, Duration.ofDays(6), OPENED, 5);
        offer.execute("""
                create function stubborn() returns trigger language plpgsql as $$
                begin
                    raise exception 'this one stays';
                end $$;
                create trigger stubborn before update on slot for each row
                    when (new.id = '%s' and new.publication = 'CANCELLED') execute function stubborn();
                create function together() returns trigger language plpgsql as $$
                begin
                    new.due_at := '%s';
                    return new;
                end $$;
                create trigger together before insert on change_job for each row execute function together()""".formatted(stubborn.id(), Instant.now().plusSeconds(3)));
        Response stays = desk.cancelDay("clef", day(stubborn)).await();
        desk.done(desk.cancelDay("clef", day(willing)).await());
        assertEquals("CANCELLED", desk.shown(willing.id()).getString("status"));
        assertEquals("WAITING", desk.job(stays.expect(202).getString("id")).getString("state"));

        offer.execute("drop trigger stubborn on slot");
        desk.done(stays);
        Until.holds(() -> desk.shown(stubborn.id()).getString("status").equals("CANCELLED"));
    }

    private static String day(Slot slot) {
        return LocalDate.ofInstant(slot.start(), ZONE).toString();
    }
}
