package org.creneau.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.creneau.core.Ids;
import org.creneau.ops.Violation;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Crowd;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that are closed, cancelled and moved with people in them, on two nodes; most tests end with the checkers. */
class SlotChangesIT {

    private static final Duration OPENED = Duration.ofHours(-1);
    private static final ZoneId ZONE = ZoneId.of("America/Toronto");

    private final String database = TestServers.newDatabase();
    private final String redis = TestServers.newRedis();
    private final Offer offer = new Offer(database);
    private final Crowd crowd = new Crowd();
    private Backstage backstage;
    private TestNode one;
    private TestNode other;
    private Desk desk;
    private Desk ministry;

    @BeforeEach
    void start() {
        backstage = new Backstage(database, redis);
        one = TestNode.start(database, redis, Map.of("rateLimits", "OFF"));
        other = TestNode.start(database, redis, Map.of("rateLimits", "OFF"));
        desk = new Desk(one, backstage.employee("clef", false, true));
        ministry = new Desk(other, backstage.employee("bureau", true, true));
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        backstage.close();
    }

    private void everythingIsInOrder() {
        assertEquals(List.of(), backstage.violations());
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
    }

    private List<String> broken() {
        return backstage.violations().stream()
                .map(Violation::invariant)
                .distinct()
                .toList();
    }

    /** Somebody with an address to write to. */
    private TestClient registered() {
        TestClient who = backstage.client();
        backstage.register(who, "resident-permanent", LocalDate.of(2020, 1, 1), true);
        return who;
    }

    private UUID book(TestClient who, Slot slot) {
        return Crowd.id(Await.of(crowd.book(one, who, slot, null)));
    }

    private List<List<Object>> mails(TestClient who) {
        return offer.rows("select kind, model->>'reason', model->>'overlapping', model->>'sequence' from mail"
                + " where client_id = '" + who.id() + "' order by created_at, id");
    }

    private long booked(Slot slot) {
        return offer.count("select count(*) from booking where state = 'BOOKED' and slot_id = '" + slot.id() + "'");
    }

    private static List<Integer> counts(JsonObject job) {
        return List.of(
                job.getInteger("total"), job.getInteger("done"), job.getInteger("flagged"), job.getInteger("failed"));
    }

    @Test
    void aClosedSlotTakesNobodyAndThoseInItStay() {
        Slot slot = offer.open(5);
        TestClient who = backstage.client();
        UUID booking = book(who, slot);
        assertEquals("CLOSED", desk.close(slot).await().expect(200).getString("publication"));
        assertEquals("CLOSED", ministry.close(slot).await().expect(200).getString("publication"));
        Await.of(crowd.book(one, backstage.client(), slot, null)).expect(409, "slot-closed");
        Await.of(crowd.book(other, backstage.client(), slot, "k")).expect(409, "slot-closed");
        assertEquals("CLOSED", desk.shown(slot.id()).getString("status"));
        assertEquals(1, booked(slot));

        assertEquals("PUBLISHED", ministry.reopen(slot).await().expect(200).getString("publication"));
        Until.holds(
                () -> Await.of(crowd.book(one, backstage.client(), slot, null)).status() == 201);
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        assertEquals(
                List.of(List.of("CLOSED"), List.of("REOPENED")),
                offer.rows("select change from slot_change order by id"));
        // Closed already, it was not closed by the ministry.
        assertEquals(
                List.of(
                        List.of(desk.manager().id(), slot.id().toString(), "CLOSED"),
                        List.of(ministry.manager().id(), slot.id().toString(), "REOPENED")),
                offered());
        everythingIsInOrder();
    }

    /** What the audit log says of changes of slots: who, which, what. */
    private List<List<Object>> offered() {
        return offer.rows("select actor, details->>'slot', details->>'change' from audit_log"
                + " where action = 'OFFER_CHANGED' order by id");
    }

    @Test
    void whoChangedASlotIsInTheAuditLog() {
        Slot slot = offer.open(5);
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(20, ChronoUnit.DAYS);
        desk.capacity(slot, 7).await().expect(200);
        desk.done(desk.move(slot, start, start.plusSeconds(3600)).await());
        desk.done(desk.cancel(slot).await());
        desk.cancel(slot).await().expect(202);
        desk.capacity(slot, 9).await().expect(409);
        String day = LocalDate.now(ZONE).plusDays(40).toString();
        String job = desk.done(desk.cancelDay("clef", day).await()).getString("id");

        UUID who = desk.manager().id();
        String id = slot.id().toString();
        assertEquals(
                List.of(List.of(who, id, "CAPACITY"), List.of(who, id, "MOVED"), List.of(who, id, "CANCELLED")),
                offered().subList(0, 3));
        assertEquals(
                List.of(List.of("clef", day, job)),
                offer.rows("select details->>'organisation', details->>'day', details->>'job' from audit_log"
                        + " where action = 'OFFER_CHANGED' and details->>'slot' is null"));
        assertEquals(4, offered().size(), "what changed nothing is not there");
    }

    /** Each booking looks at the slot a while before it is recorded. */
    @Test
    void closingWaitsForThoseOnTheWay() {
        offer.slowInserts();
        Slot slot = offer.open(500);
        List<Future<Response>> crowding = backstage.clients(60).stream()
                .map(who -> crowd.book(other, who, slot, "k"))
                .toList();
        Until.holds(() -> offer.count(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                > 0);
        desk.close(slot).await().expect(200);
        long inIt = booked(slot);
        assertTrue(inIt > 0);
        Await.of(Future.join(crowding).otherwiseEmpty());
        assertEquals(inIt, booked(slot));
        everythingIsInOrder();
    }

    @Test
    void everybodyInACancelledSlotIsToldOnce() {
        Slot slot = offer.open(5);
        TestClient who = registered();
        TestClient leaves = registered();
        book(who, slot);
        Await.of(crowd.cancel(one, leaves, book(leaves, slot))).expect(200);
        Response begun = desk.cancel(slot).await();
        assertEquals(
                begun.json().getString("id"),
                ministry.cancel(slot).await().expect(202).getString("id"));
        JsonObject job = desk.done(begun);
        assertEquals(List.of(1, 1, 0, 0), counts(job));
        assertEquals("CANCEL_SLOT", job.getString("kind"));
        assertEquals(
                List.of(List.of("CANCELLED", "PARTNER"), List.of("CANCELLED", "CLIENT")),
                offer.rows(
                        "select state, changed_source from booking where client_id in ('%s', '%s') order by created_at"
                                .formatted(who.id(), leaves.id())));
        Until.holds(() -> mails(who).size() == 2 && mails(leaves).size() == 2);
        assertEquals(
                List.of("BOOKING_CALLED_OFF", "L'animatrice est <malade>.", "false", "1"),
                mails(who).get(1));
        assertEquals("BOOKING_CANCELLED", mails(leaves).get(1).get(0));
        // And may book the type again.
        Slot next = offer.open(5);
        Until.holds(() -> Await.of(crowd.book(one, who, next, null)).status() == 201);
        desk.capacity(slot, 3).await().expect(409, "slot-closed");
        desk.reopen(slot).await().expect(409, "slot-closed");
        assertEquals("CANCELLED", ministry.shown(slot.id()).getString("status"));
        everythingIsInOrder();
    }

    @Test
    void aSlotIsCancelledInACrowd() {
        Slot slot = offer.open(400);
        List<TestClient> clients = backstage.clients(500);
        List<Future<Response>> crowding = new java.util.ArrayList<>();
        for (int i = 0; i < 250; i++) {
            crowding.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), slot, "k"));
        }
        Until.holds(() -> booked(slot) > 20);
        Future<Response> cancelled = desk.cancel(slot).send();
        for (int i = 250; i < 500; i++) {
            crowding.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), slot, "k"));
        }
        JsonObject job = desk.done(Await.of(cancelled));
        Await.of(Future.all(crowding));
        assertEquals(0, booked(slot));
        long accepted = crowding.stream()
                .filter(answer -> answer.result().status() == 201)
                .count();
        assertEquals(accepted, job.getInteger("done").longValue());
        everythingIsInOrder();
    }

    private Future<Response> hold(TestClient system, TestClient client, Slot slot) {
        return one.client()
                .post("/partner/holds")
                .token(system.token())
                .key("h")
                .json(new JsonObject()
                        .put("slotId", slot.id().toString())
                        .put("clientId", client.id().toString()))
                .send();
    }

    private List<TestClient> consenting(int count) {
        List<TestClient> clients = backstage.clients(count);
        clients.forEach(client -> backstage.consent(client.id(), "clef"));
        return clients;
    }

    @Test
    void whatIsHeldEndsWithItsSlotAndNobodyIsToldOfIt() {
        Slot slot = offer.open(5);
        TestClient system = backstage.partner("clef");
        TestClient who = registered();
        backstage.consent(who.id(), "clef");
        String hold = Await.of(hold(system, who, slot)).expect(201).getString("id");
        assertEquals(List.of(1, 1, 0, 0), counts(desk.done(desk.cancel(slot).await())));
        one.client()
                .post("/partner/holds/" + hold + "/confirm")
                .token(system.token())
                .await()
                .expect(409, "hold-expired");
        one.client()
                .post("/partner/holds/" + hold + "/release")
                .token(system.token())
                .await()
                .expect(200);
        assertEquals(
                new JsonArray(),
                one.client()
                        .get("/bookings")
                        .token(who.token())
                        .await()
                        .expect(200)
                        .getJsonArray("items"));
        assertEquals(
                List.of(List.of("HELD"), List.of("CANCELLED")),
                offer.rows("select to_state from booking_history order by id"));
        Until.holds(() -> offer.count("select history_id from booking_mail_progress") >= 2);
        assertEquals(List.of(), mails(who));
        everythingIsInOrder();
    }

    /** Bookings, holds that run out, a capacity that goes down and up, and in the end nobody is in it. */
    @Test
    void allAtOnce() {
        Slot slot = offer.open(150);
        Slot cancelled = offer.open(150);
        TestClient system = backstage.partner("clef");
        List<TestClient> holders = consenting(80);
        List<TestClient> clients = backstage.clients(400);
        List<Future<Response>> held = new java.util.ArrayList<>();
        List<Future<Response>> booked = new java.util.ArrayList<>();
        List<Integer> capacities = List.of(60, 120, 40, 100);
        Future<Response> cancellation = Future.succeededFuture();
        for (int wave = 0; wave < capacities.size(); wave++) {
            for (int i = wave * 20; i < wave * 20 + 20; i++) {
                held.add(hold(system, holders.get(i), i % 2 == 0 ? slot : cancelled));
            }
            for (int i = wave * 100; i < wave * 100 + 100; i++) {
                booked.add(crowd.book(i % 2 == 0 ? one : other, clients.get(i), i % 3 == 0 ? cancelled : slot, "k"));
            }
            desk.capacity(slot, capacities.get(wave)).await().expect(200);
            ministry.capacity(cancelled, capacities.get(wave)).await();
            offer.execute("update booking set expires_at = clock_timestamp() where state = 'HELD' and seat % 2 = 0");
            if (wave == 1) {
                cancellation = desk.cancel(cancelled).send();
            }
        }
        JsonObject job = desk.done(Await.of(cancellation));
        Await.of(Future.all(held));
        Await.of(Future.all(booked));
        assertEquals(0, job.getInteger("failed"));
        Until.holds(() ->
                offer.count("select count(*) from booking where state = 'HELD' and expires_at < clock_timestamp()")
                        == 0);
        assertEquals(
                0,
                offer.count("select count(*) from booking where state in ('BOOKED', 'HELD') and slot_id = '"
                        + cancelled.id() + "'"));
        assertTrue(booked(slot) >= 40);
        // Whoever has a seat keeps it; of the others no more than may sit are left in the end.
        String taken =
                "select count(*) from booking where state in ('BOOKED', 'HELD') and slot_id = '" + slot.id() + "'";
        Until.holds(() -> desk.shown(slot.id()).getInteger("capacity") == Math.max(100, offer.count(taken)));
        everythingIsInOrder();
    }

    /** The control: who cancels at once those that are there forgets those on the way. */
    @Test
    void withoutWaitingSomebodyIsLeftInACancelledSlot() {
        offer.slowInserts();
        Slot slot = offer.open(500);
        UUID job = Ids.next();
        List<Future<Response>> crowding = backstage.clients(60).stream()
                .map(who -> crowd.book(one, who, slot, "k"))
                .toList();
        Until.holds(() -> offer.count(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                > 0);
        offer.execute("""
                update slot set publication = 'CANCELLED', closed_at = now();
                insert into change_job (id, kind, organisation_id, slot_id, reason, actor, source, state)
                    values ('%1$s', 'CANCEL_SLOT', 'clef', '%2$s', 'r', '%1$s', 'PARTNER', 'DONE');
                insert into change_job_slot (job_id, slot_id) values ('%1$s', '%2$s');
                with gone as (
                    update booking set state = 'CANCELLED' where slot_id = '%2$s' returning id
                )
                insert into booking_history (booking_id, actor, source, from_state, to_state)
                select id, '%1$s', 'PARTNER', 'BOOKED', 'CANCELLED' from gone""".formatted(job, slot.id()));
        Await.of(Future.join(crowding).otherwiseEmpty());
        assertTrue(booked(slot) > 0);
        assertEquals(List.of("nobody is left in a slot whose cancellation is done"), broken());
    }

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
    void aMovedSlotTakesEverybodyAlong() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient who = registered();
        TestClient busy = registered();
        UUID booking = book(who, slot);
        book(busy, slot);
        book(busy, workshop);
        Instant start = workshop.start().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Instant next = start.plus(Duration.ofDays(1));
        JsonObject job =
                desk.done(desk.move(slot, start, start.plus(Duration.ofHours(2)), next, next.plus(Duration.ofHours(2)))
                        .await());
        assertEquals(List.of(2, 2, 1, 0), counts(job));
        JsonObject shown = ministry.shown(slot.id());
        Until.holds(() -> ministry.shown(slot.id()).getJsonArray("segments").size() == 2);
        assertEquals(5, shown.getInteger("capacity"));
        Until.holds(() -> mails(who).size() == 2 && mails(busy).size() == 3);
        assertEquals(
                List.of("BOOKING_CHANGED", "L'animatrice est <malade>.", "false", "1"),
                mails(who).get(1));
        assertEquals("true", mails(busy).get(2).get(2));
        assertEquals(
                List.of(List.of(busy.id())),
                offer.rows("select client_id from booking join booking_flag flag on flag.booking_id = booking.id"
                        + " where flag.reason = 'OVERLAPPING'"));
        everythingIsInOrder();

        // Moved again, and no longer in the way of anything; the calendar's event goes on counting.
        Instant free = start.plus(Duration.ofDays(3));
        JsonObject again =
                desk.done(desk.move(slot, free, free.plus(Duration.ofHours(2))).await());
        assertEquals(List.of(2, 2, 0, 0), counts(again));
        assertEquals(0, offer.count("select count(*) from booking_flag"));
        Until.holds(() -> mails(who).size() == 3);
        assertEquals("2", mails(who).get(2).get(3));
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        Until.holds(() -> mails(who).size() == 4);
        assertEquals("3", mails(who).get(3).get(3));
        everythingIsInOrder();
    }

    @Test
    void whatIsHeldInAMovedSlotIsLookedAtToo() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient system = backstage.partner("clef");
        TestClient busy = registered();
        backstage.consent(busy.id(), "clef");
        book(busy, workshop);
        String hold = Await.of(hold(system, busy, slot)).expect(201).getString("id");
        JsonObject job =
                desk.done(desk.move(slot, workshop.start(), workshop.end()).await());
        assertEquals(List.of(1, 1, 1, 0), counts(job));
        assertEquals(List.of(), broken());
        one.client()
                .post("/partner/holds/" + hold + "/confirm")
                .token(system.token())
                .await()
                .expect(200);
        assertEquals(
                List.of(List.of(UUID.fromString(hold))),
                offer.rows("select booking_id from booking_flag where reason = 'OVERLAPPING'"));
        assertEquals(0, offer.count("select count(*) from booking_history where job_id is not null"));
        everythingIsInOrder();
    }

    /** Whom the organisation moves may choose anew, whatever the type says. */
    @Test
    void whoWasMovedMayCancelEvenWhereTheTypeDoesNotAllowIt() {
        Slot slot = offer.add(Offer.BINDING, true, Duration.ofDays(3), OPENED, 5);
        TestClient who = backstage.client();
        UUID booking = book(who, slot);
        Await.of(crowd.cancel(one, who, booking)).expect(409, "not-cancellable");
        desk.done(desk.move(slot, slot.start().plus(OPENED), slot.end()).await());
        Await.of(crowd.cancel(one, who, booking)).expect(200);
        everythingIsInOrder();
    }

    @Test
    void whoBooksTheNewTimeIsNotToldOfTheMove() {
        Slot slot = offer.open(5);
        TestClient before = registered();
        TestClient after = registered();
        book(before, slot);
        offer.execute("""
                update booking set created_at = created_at - interval '2 minutes';
                create function earlier() returns trigger language plpgsql as $$
                begin
                    new.created_at := clock_timestamp() - interval '1 minute';
                    return new;
                end $$;
                create trigger earlier before insert on change_job for each row execute function earlier()""");
        book(after, slot);
        JsonObject job = desk.done(desk.move(
                        slot, slot.start().plus(Duration.ofDays(1)), slot.end().plus(Duration.ofDays(1)))
                .await());
        assertEquals(List.of(1, 1, 0, 0), counts(job));
        assertEquals(
                List.of(List.of(before.id())),
                offer.rows("select client_id from booking join booking_history told on told.booking_id = booking.id"
                        + " where told.job_id is not null"));
        everythingIsInOrder();
    }

    /** The control: without flags the checker sees somebody in two places at once. */
    @Test
    void withoutFlagsAMovedSlotPutsSomebodyInTwoPlaces() {
        Slot slot = offer.open(5);
        Slot workshop = offer.add(Offer.WORKSHOP, true, Duration.ofDays(6), OPENED, 5);
        TestClient busy = backstage.client();
        book(busy, slot);
        book(busy, workshop);
        desk.done(desk.move(slot, workshop.start(), workshop.end()).await());
        assertEquals(List.of(), broken());
        offer.execute("delete from booking_flag");
        assertEquals(List.of("no client has two bookings at the same time"), broken());
    }

    @Test
    void whereASlotCannotGo() {
        Slot slot = offer.open(5);
        Instant start = slot.start().truncatedTo(ChronoUnit.SECONDS);
        Instant end = start.plus(Duration.ofHours(1));
        Instant past = Instant.now().minus(Duration.ofDays(1));
        assertEquals(List.of("/segments/0/start begins-in-past"), errors(desk.move(slot, past, end)));
        assertEquals(List.of("/segments/0/end before-from"), errors(desk.move(slot, end, start)));
        assertEquals(
                List.of("/segments/1/start segments-out-of-order"), errors(desk.move(slot, start, end, start, end)));
        assertEquals(
                List.of("/segments/0/end too-far-ahead"),
                errors(desk.move(slot, start, Instant.parse("9999-12-31T00:00:00Z"))));
        assertEquals(List.of(" nothing-to-change"), errors(desk.move(slot, slot.start(), slot.end())));
        JsonObject elsewhere = new JsonObject()
                .put("reason", "r")
                .put("locationId", "bureau-quebec")
                .put(
                        "segments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("start", start.toString())
                                        .put("end", end.toString())));
        assertEquals(List.of("/locationId location-of-another"), errors(desk.move(slot, elsewhere)));
        assertEquals(
                List.of("/reason wrong-format"),
                errors(desk.move(slot, elsewhere.copy().put("reason", "  "))));
        Slot later = offer.add(Offer.SESSION, true, Duration.ofDays(9), Duration.ofDays(8), 5);
        assertEquals(List.of("/segments/0/start begins-before-opening"), errors(desk.move(later, start, end)));
        Slot bureau = offer.add(Offer.SESSION, false, Duration.ofDays(3), OPENED, 5);
        desk.move(bureau, start, end).await().expect(404, "not-found");
        ministry.move(bureau, start, end).await().expect(202);
        assertEquals(0, offer.count("select count(*) from slot_change where slot_id = '" + slot.id() + "'"));
    }

    private static List<String> errors(org.creneau.testkit.ContractClient.Request request) {
        return request.await().expect(400, "validation").getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .toList();
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
}
