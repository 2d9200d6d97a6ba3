package org.creneau.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
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

/** Who is expected and who came; over HTTP, on two nodes that also end what is over. */
class AttendanceIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static TestNode otherNode;
    private static Backstage backstage;
    private static ContractClient client;
    private static TestClient agent;
    private static TestClient ministry;
    private static TestClient partner;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        Map<String, String> settings = Map.of("booking.settleMillis", "100");
        node = TestNode.start(database, redis, settings);
        otherNode = TestNode.start(database, redis, settings);
        client = node.client();
        agent = backstage.employee("clef", false, false);
        ministry = backstage.employee("bureau", true, false);
        partner = backstage.partner("clef");
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    private static Slot slot(int capacity) {
        Slot slot = offer.open(capacity);
        Until.holds(() -> client.get("/slots/" + slot.id()).await().status() == 200);
        return slot;
    }

    private static String book(TestClient who, Slot slot) {
        return client.post("/bookings")
                .token(who.token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
    }

    private static TestClient named(String familyName, String givenName) {
        TestClient who = backstage.client();
        backstage.register(who, "resident-permanent", java.time.LocalDate.of(2020, 1, 1), true);
        offer.execute("update registration set family_name = '%s', given_name = '%s' where client_id = '%s'"
                .formatted(familyName, givenName, who.id()));
        return who;
    }

    /** Begins or ends the slot now, behind the service's back: so many minutes ago. */
    private static void moved(Slot slot, int beganMinutesAgo) {
        offer.execute("""
                update slot set starts_at = at.start, ends_at = at.end, opens_at = at.start - interval '100 days',
                    segments = jsonb_build_array(jsonb_build_object('start', to_char(at.start at time zone 'UTC', '%3$s'),
                        'end', to_char(at.end at time zone 'UTC', '%3$s')))
                from (select began as start, began + interval '3 hours' as end
                      from date_trunc('second', clock_timestamp() - interval '%2$d minutes') began) at
                where id = '%1$s'""".formatted(slot.id(), beganMinutesAgo, "YYYY-MM-DD\"T\"HH24:MI:SS\"Z\""));
    }

    private static JsonObject body(Object... bookingsAndWhether) {
        JsonArray marks = new JsonArray();
        for (int i = 0; i < bookingsAndWhether.length; i += 2) {
            marks.add(new JsonObject()
                    .put("bookingId", bookingsAndWhether[i])
                    .put("attended", bookingsAndWhether[i + 1]));
        }
        return new JsonObject().put("marks", marks);
    }

    private static Request marking(ContractClient at, TestClient by, String who, Slot slot, JsonObject body) {
        return at.post("/" + who + "/slots/" + slot.id() + "/attendance")
                .token(by.token())
                .json(body);
    }

    private static Response mark(TestClient by, Slot slot, Object... bookingsAndWhether) {
        return marking(client, by, "staff", slot, body(bookingsAndWhether)).await();
    }

    private static void assertMarked(Response response) {
        assertEquals(204, response.status(), () -> "" + response.body());
    }

    private static JsonObject list(TestClient by, Slot slot, String query) {
        return client.get("/staff/slots/" + slot.id() + "/attendance" + query)
                .token(by.token())
                .await()
                .expect(200);
    }

    private static List<String> field(JsonObject page, String field) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString(field))
                .toList();
    }

    private static String state(String booking) {
        return (String) offer.rows("select state from booking where id = '" + booking + "'")
                .get(0)
                .get(0);
    }

    /** What happened to a booking: who, for whom, to what. */
    private static List<List<Object>> history(String booking) {
        return offer.rows(
                "select actor, source, to_state from booking_history where booking_id = '" + booking + "' order by id");
    }

    private static List<String> wrong(Response response) {
        return response.expect(400, "validation").getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer") + " " + ((JsonObject) error).getString("code"))
                .toList();
    }

    @Test
    void theListIsInTheOrderOfNames() {
        Slot slot = slot(10);
        TestClient nobody = backstage.client();
        String last = book(nobody, slot);
        String third = book(named("Émond", "Zoé"), slot);
        String second = book(named("Emond", "Alice"), slot);
        String fourth = book(named("Zola", "Anne"), slot);
        String first = book(named("D''Amour", "Luc"), slot);
        TestClient absent = named("Absent", "Aude");
        String gone = book(absent, slot);
        client.post("/bookings/" + gone + "/cancel")
                .token(absent.token())
                .await()
                .expect(200);
        JsonObject all = list(agent, slot, "");
        assertEquals(List.of(first, second, third, fourth, last), field(all, "bookingId"));
        JsonObject one = all.getJsonArray("items").getJsonObject(1);
        assertEquals("Emond", one.getString("familyName"));
        assertEquals("Alice", one.getString("givenName"));
        assertEquals("BOOKED", one.getString("state"));
        assertTrue(list(ministry, slot, "")
                .getJsonArray("items")
                .getJsonObject(1)
                .getString("clientNumber")
                .matches("\\d{5,}"));
        assertFalse(all.getJsonArray("items").getJsonObject(4).containsKey("familyName"));
        List<String> paged = new ArrayList<>();
        JsonObject page = list(ministry, slot, "?limit=2");
        paged.addAll(field(page, "bookingId"));
        while (page.containsKey("nextCursor")) {
            page = list(ministry, slot, "?limit=2&cursor=" + page.getString("nextCursor"));
            paged.addAll(field(page, "bookingId"));
        }
        assertEquals(field(all, "bookingId"), paged);
        assertEquals(
                List.of(List.of("STAFF", "clef", "ATTENDANCE_VIEWED")),
                offer.rows("select distinct actor_kind, organisation, action from audit_log where actor = '"
                        + agent.id() + "' and details ->> 'slot' = '" + slot.id() + "'"));
    }

    @Test
    void whoCameIsMarkedFromTheStartOnAndCorrected() {
        Slot slot = slot(3);
        String one = book(backstage.client(), slot);
        String other = book(backstage.client(), slot);
        mark(agent, slot, one, true).expect(409, "attendance-not-yet");
        moved(slot, 1);
        assertMarked(mark(agent, slot, one, true, other, false));
        assertMarked(mark(agent, slot, one, true, other, false));
        assertEquals(List.of("COMPLETED", "MISSED"), List.of(state(one), state(other)));
        assertMarked(mark(ministry, slot, other, true));
        List<List<Object>> steps = history(other);
        assertEquals(List.of(agent.id(), "PARTNER", "MISSED"), steps.get(1));
        assertEquals(List.of(ministry.id(), "MINISTRY", "COMPLETED"), steps.get(2));
        assertEquals(3, steps.size());
        assertEquals(2, history(one).size(), "what is so already leaves no trace");
        assertEquals(
                List.of(List.of("MINISTRY")),
                offer.rows("select changed_source from booking where id = '" + other + "'"));
    }

    @Test
    void afterTheEndTooForAWhile() {
        Slot slot = slot(3);
        TestClient who = backstage.client();
        String booking = book(who, slot);
        moved(slot, 200);
        Until.holds(() -> state(booking).equals("ENDED"));
        Response marked =
                marking(client, partner, "partner", slot, body(booking, false)).await();
        assertMarked(marked);
        assertEquals(
                List.of(partner.id(), "PARTNER", "MISSED"), history(booking).get(2));
        JsonObject seen =
                client.get("/bookings/" + booking).token(who.token()).await().expect(200);
        assertEquals("MISSED", seen.getString("state"));
        assertEquals("PARTNER", seen.getString("changedSource"));
        moved(slot, 31 * 24 * 60);
        mark(agent, slot, booking, true).expect(409, "attendance-over");
        assertEquals("MISSED", state(booking));
    }

    @Test
    void whenCorrectionsAreOverNamesAreForThoseWhoMayUseTheFile() {
        Slot slot = slot(3);
        TestClient consenting = named("Accord", "Anne");
        TestClient withdrawn = named("Retrait", "René");
        String one = book(consenting, slot);
        String other = book(withdrawn, slot);
        for (TestClient who : List.of(consenting, withdrawn)) {
            offer.execute("delete from consent where client_id = '" + who.id() + "'");
            backstage.consent(who.id(), "clef");
        }
        offer.execute("update consent set withdrawn_at = clock_timestamp() where client_id = '" + withdrawn.id() + "'");
        for (String booking : List.of(one, other)) {
            offer.execute("insert into booking_flag (booking_id, reason) values ('" + booking + "', 'NOT_ELIGIBLE')");
        }
        moved(slot, 200);
        assertEquals(List.of("Accord", "Retrait"), field(list(agent, slot, ""), "familyName"));
        assertEquals(List.of(1, 0), flags(list(agent, slot, "")), "known from the file alone");
        assertEquals(List.of(1, 1), flags(list(ministry, slot, "")));
        // With a number begins what opens a file, so it is never for those who may not use it.
        assertEquals(List.of(true, false), numbered(list(agent, slot, "")));
        assertEquals(List.of(true, true), numbered(list(ministry, slot, "")));
        moved(slot, 34 * 24 * 60);
        for (TestClient by : List.of(agent, partner)) {
            JsonArray seen = client.get(
                            (by.equals(agent) ? "/staff" : "/partner") + "/slots/" + slot.id() + "/attendance")
                    .token(by.token())
                    .await()
                    .expect(200)
                    .getJsonArray("items");
            assertEquals(one, seen.getJsonObject(0).getString("bookingId"));
            assertEquals("Accord", seen.getJsonObject(0).getString("familyName"));
            assertEquals(other, seen.getJsonObject(1).getString("bookingId"));
            for (String hidden : List.of("familyName", "givenName", "clientNumber")) {
                assertFalse(seen.getJsonObject(1).containsKey(hidden), hidden);
            }
            assertEquals(1, seen.getJsonObject(0).getJsonArray("flags").size());
            assertEquals(0, seen.getJsonObject(1).getJsonArray("flags").size());
        }
        assertEquals(List.of(1, 1), flags(list(ministry, slot, "")));
        JsonObject first = list(agent, slot, "?limit=1");
        assertEquals(
                List.of(other),
                field(list(agent, slot, "?limit=1&cursor=" + first.getString("nextCursor")), "bookingId"));
        assertEquals(List.of("Accord", "Retrait"), field(list(ministry, slot, ""), "familyName"));
    }

    /** How many each has. */
    private static List<Integer> flags(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getJsonArray("flags").size())
                .toList();
    }

    private static List<Boolean> numbered(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).containsKey("clientNumber"))
                .toList();
    }

    @Test
    void ofWhoIsBeingErasedOnlyTheSeatIsThere() {
        Slot slot = slot(3);
        TestClient leaving = named("Adieu", "Anne");
        String gone = book(leaving, slot);
        String stays = book(named("Reste", "René"), slot);
        moved(slot, 1);
        offer.execute("insert into booking_flag (booking_id, reason) values ('" + gone + "', 'NOT_ELIGIBLE')");
        offer.execute("insert into erasure_request (client_id) values ('" + leaving.id() + "')");
        for (TestClient by : List.of(agent, ministry)) {
            JsonObject page = list(by, slot, "");
            assertEquals(List.of(0, 0), flags(page));
            assertEquals(List.of(stays, gone), field(page, "bookingId"));
            for (String hidden : List.of("familyName", "givenName", "clientNumber")) {
                assertFalse(page.getJsonArray("items").getJsonObject(1).containsKey(hidden), hidden);
            }
        }
    }

    @Test
    void allMarksOrNone() {
        Slot slot = slot(5);
        Slot elsewhere = slot(5);
        TestClient moving = backstage.client();
        String one = book(backstage.client(), slot);
        String gone = book(moving, slot);
        client.post("/bookings/" + gone + "/cancel")
                .token(moving.token())
                .await()
                .expect(200);
        String other = book(backstage.client(), elsewhere);
        moved(slot, 1);
        assertEquals(
                List.of(
                        "/marks/1/bookingId not-markable",
                        "/marks/2/bookingId not-markable",
                        "/marks/3/bookingId not-markable"),
                wrong(mark(
                        agent,
                        slot,
                        one,
                        true,
                        gone,
                        true,
                        other,
                        true,
                        UUID.randomUUID().toString(),
                        true)));
        assertEquals(List.of("/marks/1/bookingId not-markable"), wrong(mark(agent, slot, one, true, one, false)));
        assertEquals(List.of("/marks/1/bookingId not-markable"), wrong(mark(agent, slot, one, true, "nonsense", true)));
        assertEquals("BOOKED", state(one));
        // Not even that something is wrong is told to others.
        TestClient stranger = backstage.employee("autre", false, true);
        mark(stranger, slot, one, true, "nonsense", true).expect(404, "not-found");
    }

    @Test
    void aFullHandOfMarksIsTakenAtOnce() {
        Slot slot = slot(500);
        List<TestClient> all = backstage.clients(500);
        List<Future<Response>> booked = all.stream()
                .map(who -> client.post("/bookings")
                        .token(who.token())
                        .json(new JsonObject().put("slotId", slot.id().toString()))
                        .send())
                .toList();
        Object[] marks = new Object[1000];
        IntStream.range(0, 500).forEach(i -> {
            marks[2 * i] = Await.of(booked.get(i)).expect(201).getString("id");
            marks[2 * i + 1] = i % 10 != 0;
        });
        moved(slot, 1);
        assertMarked(mark(agent, slot, marks));
        assertEquals(
                List.of(List.of("COMPLETED", 450L), List.of("MISSED", 50L)),
                offer.rows("select state, count(*) from booking where slot_id = '" + slot.id()
                        + "' group by state order by state"));
    }

    /** Two who mark the same ones at the same moment, while the job ends what is over: each mark is there, in some order. */
    @Test
    void atTheSameMomentNothingIsLost() {
        Slot slot = slot(40);
        List<String> bookings =
                backstage.clients(40).stream().map(who -> book(who, slot)).toList();
        Object[] came = new Object[80];
        Object[] missed = new Object[80];
        for (int i = 0; i < 40; i++) {
            came[2 * i] = bookings.get(i);
            came[2 * i + 1] = true;
            missed[2 * i] = bookings.get(39 - i);
            missed[2 * i + 1] = false;
        }
        moved(slot, 181); // over: the job is on its way
        List<Future<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(marking(client, agent, "staff", slot, body(came)).send());
            answers.add(marking(otherNode.client(), ministry, "staff", slot, body(missed))
                    .send());
        }
        for (Future<Response> answer : answers) {
            int status = Await.of(answer).status();
            assertTrue(status == 204 || status == 503, "got " + status);
        }
        assertMarked(mark(agent, slot, came));
        assertEquals(
                List.of(List.of(40L)),
                offer.rows("select count(*) from booking where slot_id = '" + slot.id() + "' and state = 'COMPLETED'"));
        assertEquals(List.of(), brokenSteps(slot));
    }

    /** The control: who reads, and then writes what he read, breaks the history of whoever came in between. */
    @Test
    void withoutTheConditionAStepWouldBeginWhereNoneEnded() throws SQLException {
        Slot slot = slot(1);
        String booking = book(backstage.client(), slot);
        moved(slot, 1);
        try (Connection one = TestServers.connect(database);
                Connection other = TestServers.connect(database)) {
            String first = readState(one, booking);
            String second = readState(other, booking);
            writeState(one, booking, first, "COMPLETED");
            writeState(other, booking, second, "MISSED");
        }
        assertEquals(List.of(List.of("BOOKED", "MISSED")), brokenSteps(slot));
    }

    private static String readState(Connection at, String booking) throws SQLException {
        try (Statement statement = at.createStatement();
                ResultSet rows = statement.executeQuery("select state from booking where id = '" + booking + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void writeState(Connection at, String booking, String from, String to) throws SQLException {
        try (Statement statement = at.createStatement()) {
            statement.execute("update booking set state = '" + to + "' where id = '" + booking + "'");
            statement.execute("insert into booking_history (booking_id, actor, source, from_state, to_state)"
                    + " select id, client_id, 'PARTNER', '" + from + "', '" + to + "' from booking where id = '"
                    + booking + "'");
        }
    }

    /** Steps in the history of a slot's bookings that do not begin where the one before ended. */
    private static List<List<Object>> brokenSteps(Slot slot) {
        return offer.rows("""
                select h.from_state, h.to_state from booking_history h
                join booking on booking.id = h.booking_id and booking.slot_id = '%s'
                join lateral (select to_state from booking_history before where before.booking_id = h.booking_id
                              and before.id < h.id order by before.id desc limit 1) before on true
                where h.from_state is distinct from before.to_state""".formatted(slot.id()));
    }
}
