package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What employees see of seats that a partner's system holds, and how they give them back; over HTTP. */
class HeldSeatsIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static Backstage backstage;
    private static TestClient system;
    private static TestClient agent;
    private static TestClient elsewhere;
    private static TestClient ministry;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        offer.execute(
                "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
        node = TestNode.start(database, redis);
        system = backstage.partner("clef");
        agent = backstage.employee("clef", false, false);
        elsewhere = backstage.employee("autre", false, false);
        ministry = backstage.employee("bureau", true, false);
    }

    @AfterAll
    static void stop() {
        try {
            assertEquals(List.of(), backstage.violations());
            Until.holds(() -> backstage.differences(offer.ids()).isEmpty());
        } finally {
            node.close();
            backstage.close();
        }
    }

    private static Slot slot(int capacity) {
        Slot slot = offer.open(capacity);
        Until.holds(() -> node.client().get("/slots/" + slot.id()).await().status() == 200);
        return slot;
    }

    /** Somebody who lets both organisations use the file. */
    private static TestClient consenting() {
        TestClient who = backstage.client();
        backstage.consent(who.id(), "clef");
        backstage.consent(who.id(), "autre");
        return who;
    }

    private static Request post(TestClient by, String path) {
        return node.client().post(path).token(by.token());
    }

    private static String hold(TestClient who, Slot slot) {
        return post(system, "/partner/holds")
                .key(slot.id().toString())
                .json(slotId(slot).put("clientId", who.id().toString()))
                .await()
                .expect(201)
                .getString("id");
    }

    private static Response release(TestClient by, String hold) {
        return post(by, "/staff/holds/" + hold + "/release").await();
    }

    private static Response book(TestClient by, TestClient who, Slot slot) {
        return post(by, "/staff/clients/" + who.id() + "/bookings")
                .json(slotId(slot))
                .await();
    }

    private static JsonObject slotId(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static JsonObject file(TestClient by, TestClient who) {
        return node.client()
                .get("/staff/clients/" + who.id())
                .token(by.token())
                .await()
                .expect(200);
    }

    private static List<String> held(TestClient by, TestClient who) {
        JsonObject file = file(by, who);
        assertEquals(
                0,
                file.getJsonObject("bookings").getJsonArray("items").size(),
                "what is or was only held is no booking");
        List<String> ids = new ArrayList<>();
        for (Object one : file.getJsonArray("held")) {
            ids.add(((JsonObject) one).getString("id"));
        }
        return ids;
    }

    private static JsonObject asTheSystemSeesIt(String hold) {
        return node.client()
                .get("/partner/bookings/" + hold)
                .token(system.token())
                .await()
                .expect(200);
    }

    private static List<List<Object>> history(String hold) {
        return offer.rows(
                "select actor, source, to_state from booking_history where booking_id = '" + hold + "' order by id");
    }

    @Test
    void whatIsHeldIsInTheFileAndNoBooking() {
        Slot slot = slot(2);
        TestClient who = consenting();
        assertEquals(List.of(), held(agent, who));
        String hold = hold(who, slot);
        for (TestClient by : List.of(agent, ministry)) {
            assertEquals(List.of(hold), held(by, who));
        }
        assertEquals(List.of(), held(elsewhere, who), "in slots of another organisation");
        JsonObject seen = file(agent, who).getJsonArray("held").getJsonObject(0);
        assertEquals("HELD", seen.getString("state"));
        assertEquals(asTheSystemSeesIt(hold).getString("expiresAt"), seen.getString("expiresAt"));
        assertEquals(slot.id().toString(), seen.getJsonObject("slot").getString("id"));
        post(system, "/partner/holds/" + hold + "/confirm").await().expect(200);
        JsonObject booked = file(agent, who);
        assertEquals(0, booked.getJsonArray("held").size());
        assertEquals(
                hold,
                booked.getJsonObject("bookings")
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id"));
        release(agent, hold).expect(409, "hold-confirmed");
    }

    @Test
    void whoReleasesItBooksTheClientAtOnce() {
        Slot slot = slot(1);
        TestClient who = consenting();
        String hold = hold(who, slot);
        book(agent, who, slot).expect(409, "already-booked");
        JsonObject released = release(agent, hold).expect(200);
        assertEquals("CANCELLED", released.getString("state"));
        assertEquals("PARTNER", released.getString("changedSource"));
        assertEquals(released, release(ministry, hold).expect(200), "a repetition");
        assertEquals(
                List.of(List.of(system.id(), "CLIENT", "HELD"), List.of(agent.id(), "PARTNER", "CANCELLED")),
                history(hold));
        assertEquals(List.of(), held(agent, who));
        // The only seat there is.
        assertEquals("PARTNER", book(agent, who, slot).expect(201).getString("source"));
    }

    @Test
    void theSystemLearnsThatTheMinistryReleasedIt() {
        TestClient who = consenting();
        String hold = hold(who, slot(2));
        release(ministry, hold).expect(200);
        assertEquals(
                List.of(ministry.id(), "MINISTRY", "CANCELLED"), history(hold).get(1));
        post(system, "/partner/holds/" + hold + "/confirm").await().expect(409, "hold-expired");
        JsonObject seen = asTheSystemSeesIt(hold);
        assertEquals("CANCELLED", seen.getString("state"));
        assertEquals("MINISTRY", seen.getString("changedSource"));
        assertEquals(
                seen,
                post(system, "/partner/holds/" + hold + "/release").await().expect(200));
    }

    @Test
    void whatIsNotTheirBusinessIsNotThere() {
        TestClient who = consenting();
        String hold = hold(who, slot(2));
        release(elsewhere, hold).expect(404, "not-found");
        offer.execute("update consent set withdrawn_at = clock_timestamp() where client_id = '" + who.id() + "'");
        release(agent, hold).expect(404, "not-found");
        String booked = book(ministry, backstage.client(), slot(2)).expect(201).getString("id");
        release(ministry, booked).expect(404, "not-found");
        assertEquals(List.of(hold), held(ministry, who));
        release(ministry, hold).expect(200);
    }

    @Test
    void whatEndedByItselfWasEndedByNobody() {
        TestClient who = consenting();
        String hold = hold(who, slot(2));
        offer.execute("update booking set expires_at = clock_timestamp() where id = '" + hold + "'");
        Until.holds(() -> asTheSystemSeesIt(hold).getString("state").equals("CANCELLED"));
        assertFalse(asTheSystemSeesIt(hold).containsKey("changedSource"));
        JsonObject released = release(ministry, hold).expect(200);
        assertEquals("CANCELLED", released.getString("state"));
        assertFalse(released.containsKey("changedSource"));
        assertEquals(2, history(hold).size());

        // The control: that of a slot which was called off says by whom.
        Slot off = slot(2);
        String there = hold(who, off);
        post(backstage.employee("bureau", true, true), "/staff/slots/" + off.id() + "/cancel")
                .json(new JsonObject().put("reason", "a reason"))
                .await()
                .expect(202);
        Until.holds(() -> asTheSystemSeesIt(there).getString("state").equals("CANCELLED"));
        assertEquals("MINISTRY", asTheSystemSeesIt(there).getString("changedSource"));
    }
}
