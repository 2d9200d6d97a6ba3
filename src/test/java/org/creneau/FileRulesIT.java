package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a type asks of its clients and allows them, and what becomes of their bookings afterwards (guide 5.2 to 5.5). */
class FileRulesIT {

    private static final Duration SOON = Duration.ofDays(3);
    private static final Duration OPENED = Duration.ofHours(-1);
    private static final String RESIDENT = "resident-permanent";

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        offer.execute("update appointment_type set cancel_until_minutes = 120, reschedule_until_minutes = 2880"
                + " where id = 'atelier'");
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis, Map.of("booking.settleMillis", "100"));
        client = node.client();
    }

    @AfterEach
    void aTypeThatAsksNothing() {
        offer.execute("delete from eligibility_rule");
        offer.execute(
                "update appointment_type set requires_complementary_information = false, unmarked_becomes = null");
    }

    @AfterAll
    static void stop() {
        Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @Test
    void guide531WhoHasNoRegistrationBooksOnlyWhatHasNoRules() {
        TestClient who = backstage.client();
        book(who, session()).expect(201);
        rule("array['" + RESIDENT + "']", "null", "null");
        book(backstage.client(), session()).expect(403, "not-eligible");
    }

    @Test
    void guide531StatusAndFrenchDecideAndAChangeCountsAtOnce() {
        rule("array['" + RESIDENT + "', 'asile']", "null", "false");
        TestClient who = backstage.client();
        backstage.register(who, "etudiant-etranger", today(), false);
        Slot slot = session();
        book(who, slot).expect(403, "not-eligible");
        change(who, "status_id = '" + RESIDENT + "', french = true");
        book(who, slot).expect(403, "not-eligible");
        change(who, "french = false");
        String booking = book(who, slot).expect(201).getString("id");

        // What was booked stays, and may still be moved (guide 5.3.1).
        change(who, "french = true");
        assertEquals("BOOKED", get(who, booking).getString("state"));
        move(who, booking, session()).expect(200);
    }

    @Test
    void guide531OneOfSeveralRulesIsEnough() {
        rule("array['asile']", "null", "null");
        rule("'{}'", "null", "true");
        TestClient who = backstage.client();
        backstage.register(who, RESIDENT, today(), true);
        book(who, session()).expect(201);
    }

    @Test
    void guide531TheStatusMustHaveBeenGrantedLately() {
        rule("'{}'", "90", "null");
        TestClient early = backstage.client();
        backstage.register(early, RESIDENT, today().minusDays(91), true);
        book(early, session()).expect(403, "not-eligible");
        TestClient inTime = backstage.client();
        backstage.register(inTime, RESIDENT, today().minusDays(89), true);
        book(inTime, session()).expect(201);
    }

    @Test
    void guide531SomeTypesAreForResidentsOfQuebec() {
        offer.execute(
                "insert into eligibility_rule (type_id, position, residence_in_quebec) values ('session', 1, true)");
        TestClient who = backstage.client();
        backstage.register(who, RESIDENT, today(), true);
        change(who, "residence_in_quebec = false");
        book(who, session()).expect(403, "not-eligible");
        change(who, "residence_in_quebec = true");
        book(who, session()).expect(201);
    }

    @Test
    void guide535TheComplementaryInformationIsAskedForWhereItIsNeeded() {
        offer.execute("update appointment_type set requires_complementary_information = true where id = 'session'");
        TestClient who = backstage.client();
        book(who, session()).expect(422, "complementary-information-required");
        backstage.register(who, RESIDENT, today(), true);
        Slot slot = session();
        book(who, slot, "k").expect(422, "complementary-information-required");
        change(who, "heard_from = 'ambassade', occupation_field = 'sante', intended_occupation = 'Infirmier'");
        book(who, slot, "k").expect(422, "complementary-information-required");
        change(who, "schooling = '15-16'");
        book(who, slot, "k").expect(201);
    }

    @Test
    void aSeatRefusedToOneIsThereForAnother() {
        rule("array['" + RESIDENT + "']", "null", "null");
        Slot slot = offer.open(1);
        for (int i = 0; i < 5; i++) {
            book(backstage.client(), slot).expect(403, "not-eligible");
        }
        TestClient who = backstage.client();
        backstage.register(who, RESIDENT, today(), true);
        book(who, slot).expect(201);
    }

    @Test
    void guide54And55CancellingAndMovingEndBeforeTheStartEachOnItsOwn() {
        Slot tomorrow = offer.add(Offer.WORKSHOP, true, Duration.ofDays(1), OPENED, 5);
        TestClient who = backstage.client();
        JsonObject booking = book(who, tomorrow).expect(201);
        Instant start = tomorrow.start().truncatedTo(ChronoUnit.SECONDS);
        assertEquals(start.minus(Duration.ofHours(2)), time(booking, "cancellableUntil"));
        assertEquals(start.minus(Duration.ofDays(2)), time(booking, "reschedulableUntil"));

        move(who, booking.getString("id"), offer.add(Offer.WORKSHOP, true, SOON, OPENED, 5))
                .expect(409, "not-reschedulable");
        JsonObject cancelled = cancel(who, booking.getString("id")).expect(200);
        assertEquals("CLIENT", cancelled.getString("changedSource"));
        assertNull(cancelled.getString("cancellableUntil"));

        Slot soon = offer.add(Offer.WORKSHOP, true, Duration.ofMinutes(110), OPENED, 5);
        cancel(who, book(who, soon).expect(201).getString("id")).expect(409, "not-cancellable");
    }

    @Test
    void guide52WhatIsOverIsEndedAndTheTypeCanBeBookedAgain() {
        TestClient who = backstage.client();
        Slot slot = session();
        String booking = book(who, slot).expect(201).getString("id");
        book(who, session()).expect(409, "already-booked");
        over(slot, "1 hour");
        awaitState(who, booking, "ENDED");
        cancel(who, booking).expect(409, "not-cancellable");
        move(who, booking, session()).expect(409, "not-reschedulable");

        String next = book(who, session()).expect(201).getString("id");
        assertEquals(List.of(next), ids(who, "BOOKED"));
        assertEquals(List.of(booking), ids(who, "ENDED"));
        assertEquals(
                List.of("BOOKED", "ENDED"),
                offer
                        .rows("select to_state from booking_history where booking_id = '" + booking + "' order by id")
                        .stream()
                        .map(row -> row.get(0))
                        .toList());
    }

    @Test
    void guide52WhatNobodyMarkedBecomesWhatItsTypeSays() {
        offer.execute(
                "update appointment_type set unmarked_becomes = 'COMPLETED', unmarked_after_days = 7 where id = 'session'");
        TestClient who = backstage.client();
        Slot slot = session();
        String booking = book(who, slot).expect(201).getString("id");
        over(slot, "6 days 23 hours");
        awaitState(who, booking, "ENDED");
        over(slot, "7 days 1 hour");
        awaitState(who, booking, "COMPLETED");
        assertEquals("MINISTRY", get(who, booking).getString("changedSource"));
        assertTrue(offer.count("select settled from slot where id = '" + slot.id() + "'") == 2);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Toronto"));
    }

    private static Slot session() {
        return offer.add(Offer.SESSION, true, SOON, OPENED, 5);
    }

    private static void rule(String statuses, String withinDays, String french) {
        offer.execute("""
                insert into eligibility_rule (type_id, position, statuses, granted_within_days, french)
                select 'session', count(*), %s, %s, %s from eligibility_rule""".formatted(statuses, withinDays, french));
    }

    private static void change(TestClient who, String what) {
        offer.execute("update registration set " + what + " where client_id = '" + who.id() + "'");
    }

    /** As if it had taken place. */
    private static void over(Slot slot, String ago) {
        offer.execute("""
                update slot set starts_at = now() - interval '%1$s' - interval '3 hours', ends_at = now() - interval '%1$s',
                    opens_at = now() - interval '30 days' where id = '%2$s';
                update booking set created_at = now() - interval '20 days' where slot_id = '%2$s'""".formatted(ago, slot.id()));
    }

    private static void awaitState(TestClient who, String booking, String state) {
        Until.holds(() -> get(who, booking).getString("state").equals(state));
    }

    private static Object time(JsonObject booking, String field) {
        return OffsetDateTime.parse(booking.getString(field)).toInstant();
    }

    private static List<String> ids(TestClient who, String state) {
        return client
                .get("/bookings?state=" + state)
                .token(who.token())
                .await()
                .expect(200)
                .getJsonArray("items")
                .stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static JsonObject get(TestClient who, String booking) {
        return client.get("/bookings/" + booking).token(who.token()).await().expect(200);
    }

    private static Response cancel(TestClient who, String booking) {
        return client.post("/bookings/" + booking + "/cancel")
                .token(who.token())
                .await();
    }

    private static Response move(TestClient who, String booking, Slot to) {
        return client.post("/bookings/" + booking + "/reschedule")
                .token(who.token())
                .json(body(to))
                .await();
    }

    private static Response book(TestClient who, Slot slot) {
        return client.post("/bookings").token(who.token()).json(body(slot)).await();
    }

    private static Response book(TestClient who, Slot slot, String key) {
        return client.post("/bookings")
                .token(who.token())
                .key(key)
                .json(body(slot))
                .await();
    }

    private static JsonObject body(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }
}
