package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.creneau.slot.Slot;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes of a client's file (guide 5.3.1, 5.3.5, 6.3): what is kept of them, and that none is lost. */
class ClientFileIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static final People people = new People(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        offer.execute("insert into eligibility_rule (type_id, position, statuses) "
                + "values ('atelier', 1, array['resident-permanent'])");
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
        backstage.close();
    }

    private static TestClient registered() {
        TestClient who = backstage.client();
        client.put("/me/registration")
                .token(who.token())
                .json(Forms.registration())
                .await()
                .expect(200);
        return who;
    }

    private static Response change(TestClient who, String section, JsonObject changes) {
        return client.patch("/me/" + section).token(who.token()).json(changes).await();
    }

    private static JsonObject file(TestClient who) {
        return client.get("/me/registration").token(who.token()).await().expect(200);
    }

    private static Set<String> errors(Response response) {
        return response.expect(400, "validation").getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .collect(Collectors.toSet());
    }

    private static List<List<Object>> history(TestClient who) {
        return offer.rows("select change, details::text from file_history where client_id = '" + who.id()
                + "' and change <> 'REGISTERED' order by id");
    }

    private static long flags(TestClient who) {
        return offer.count(
                "select count(*) from booking_flag join booking on booking.id = booking_id where client_id = '"
                        + who.id() + "'");
    }

    @Test
    void guide5_3_1_statusDateAndFrenchAtAnyTime() {
        TestClient who = registered();
        JsonObject file =
                change(who, "status", new JsonObject().put("french", false)).expect(200);
        assertEquals(false, file.getJsonObject("complementary").getBoolean("french"));
        assertEquals(Forms.status(), file.getJsonObject("status"), "what was left out stays");
        assertEquals(
                Set.of("/statusGrantedOn required"),
                errors(change(who, "status", new JsonObject().put("status", "asile"))));
        file = change(who, "status", new JsonObject().put("status", "asile").put("statusGrantedOn", "2020-02-29"))
                .expect(200);
        assertEquals("asile", file.getJsonObject("status").getString("status"));
        assertEquals(3, file.getInteger("version"));
        change(who, "status", new JsonObject().put("status", "autre")).expect(403, "not-admissible");
        assertEquals(file, file(who));
        assertEquals(
                List.of(
                        List.of("STATUS", "{\"french\": {\"new\": false, \"old\": true}}"),
                        List.of(
                                "STATUS",
                                "{\"status\": {\"new\": \"asile\", \"old\": \"resident-permanent\"}, "
                                        + "\"statusGrantedOn\": {\"new\": \"2020-02-29\", \"old\": \"2012-09-13\"}}")),
                history(who));
    }

    @Test
    void guide5_3_1_aBookingThatIsNoLongerOfferedStandsWithAFlag() {
        TestClient who = registered();
        Slot slot = offer.add(Offer.WORKSHOP, true, java.time.Duration.ofDays(3), java.time.Duration.ofHours(-1), 3);
        Until.holds(() -> client.get("/slots/" + slot.id()).await().status() == 200);
        String booking = client.post("/bookings")
                .token(who.token())
                .json(new JsonObject().put("slotId", slot.id().toString()))
                .await()
                .expect(201)
                .getString("id");
        change(who, "status", new JsonObject().put("status", "asile").put("statusGrantedOn", "2020-02-29"))
                .expect(200);
        assertEquals(1, flags(who));
        assertEquals(
                "BOOKED",
                client.get("/bookings/" + booking)
                        .token(who.token())
                        .await()
                        .expect(200)
                        .getString("state"));
        change(who, "status", new JsonObject().put("statusGrantedOn", "2020-03-01"))
                .expect(200);
        assertEquals(1, flags(who));
        change(
                        who,
                        "status",
                        new JsonObject().put("status", "resident-permanent").put("statusGrantedOn", "2021-01-01"))
                .expect(200);
        assertEquals(0, flags(who));
    }

    @Test
    void guide6_3_anAddressInAnyCountry() {
        TestClient who = registered();
        JsonObject paris = new JsonObject()
                .put("country", "fr")
                .put("street", "3, rue de la Paix")
                .put("town", "Paris")
                .put("province", "")
                .put("postalCode", "75002")
                .put("homePhone", "01 40 20 50 50")
                .put("fax", "+1 (514) 777-7888")
                .put("email", "bernard@example.net");
        JsonObject file = change(who, "contact", paris).expect(200);
        JsonObject contact = file.getJsonObject("contact");
        assertEquals("FR", contact.getString("country"));
        assertEquals("+33140205050", contact.getString("homePhone"));
        assertEquals("514 777-7888", contact.getString("fax"));
        assertFalse(contact.containsKey("province"), "an empty text takes it away");
        assertEquals("bernard@example.net", file.getJsonObject("identity").getString("email"));
        assertFalse(file.getBoolean("residenceInQuebec"));
        assertEquals(
                Set.of("/homePhone phone-invalid", "/email email-invalid"),
                errors(change(
                        who, "contact", new JsonObject().put("homePhone", "12").put("email", "x"))));
        JsonObject back = new JsonObject()
                .put("country", "CA")
                .put("province", "QC")
                .put("town", "saint-charles-sur-richelieu")
                .put("postalCode", "J5R 6N9")
                .put("homePhone", "514 777-7887");
        assertTrue(change(who, "contact", back).expect(200).getBoolean("residenceInQuebec"));
    }

    @Test
    void guide6_3_anotherAddressIsToldToTheFormerOne() {
        String userCode = People.newUserCode();
        TestClient who = new TestClient(
                People.create(client, userCode),
                People.logIn(client, userCode, People.PASSWORD).expect(200).getString("accessToken"));
        JsonObject form = Forms.with(Forms.registration(), "identity", "email", "former@example.org");
        client.put("/me/registration").token(who.token()).json(form).await().expect(200);
        people.execute("update registration set language = 'en' where client_id = ?", who.id());
        change(who, "contact", new JsonObject().put("apartment", "4")).expect(200);
        assertEquals(List.of(), people.mails(who.id(), "EMAIL_CHANGED"), "the address is as it was");
        JsonObject another = new JsonObject().put("email", "another@example.org");
        change(who, "contact", another).expect(200);
        change(who, "contact", another).expect(200);
        assertEquals(
                List.of(new People.Sent("former@example.org", "en", new JsonObject().put("userCode", userCode))),
                people.mails(who.id(), "EMAIL_CHANGED"));
    }

    @Test
    void guide5_3_5_theFourQuestionsLater() {
        TestClient who = registered();
        JsonObject answers = new JsonObject()
                .put("heardFrom", "ambassade")
                .put("occupationField", "sante")
                .put("intendedOccupation", "Infirmier");
        JsonObject file = change(who, "complementary", answers).expect(200);
        assertEquals(
                answers.copy().put("french", true), file.getJsonObject("complementary"), "French is not asked here");
        assertEquals(
                Set.of("/schooling option-unknown"),
                errors(change(who, "complementary", new JsonObject().put("schooling", "x"))));
        change(who, "complementary", new JsonObject().put("schooling", "15-16")).expect(200);
        assertEquals(
                1,
                offer.count(
                        "select count(*) from registration where complementary and client_id = '" + who.id() + "'"));
    }

    @Test
    void whatChangesNothingLeavesNoTrace() {
        TestClient who = registered();
        JsonObject before = file(who);
        assertEquals(
                before,
                change(who, "status", Forms.status().put("french", true)).expect(200));
        assertEquals(List.of(), history(who));
    }

    @Test
    void whoIsNotRegisteredHasNothingToChange() {
        change(backstage.client(), "status", new JsonObject().put("french", true))
                .expect(409, "not-registered");
    }

    @Test
    void whoHasSeenAnOlderFileIsTold() {
        TestClient who = registered();
        String tag = client.get("/me/registration")
                .token(who.token())
                .await()
                .headers()
                .get("ETag");
        JsonObject change = new JsonObject().put("french", false);
        Response first = client.patch("/me/status")
                .token(who.token())
                .header("If-Match", tag)
                .json(change)
                .await();
        first.expect(200);
        client.patch("/me/contact")
                .token(who.token())
                .header("If-Match", tag)
                .json(new JsonObject().put("apartment", "4"))
                .await()
                .expect(412, "file-changed");
        assertFalse(file(who).getJsonObject("contact").containsKey("apartment"));
        assertNotEquals(tag, first.headers().get("ETag"));
    }

    @Test
    void ofChangesMadeAtOnceNoneIsLost() {
        TestClient who = registered();
        List<Future<Response>> sent = new ArrayList<>();
        for (JsonObject change : List.of(
                new JsonObject().put("apartment", "4"),
                new JsonObject().put("postalBox", "C. P. 12"),
                new JsonObject().put("otherPhone", "514 777-8787"))) {
            sent.add(client.patch("/me/contact").token(who.token()).json(change).send());
        }
        sent.add(client.patch("/me/status")
                .token(who.token())
                .json(new JsonObject().put("french", false))
                .send());
        sent.forEach(one -> Await.of(one).expect(200));
        JsonObject file = file(who);
        JsonObject contact = file.getJsonObject("contact");
        assertEquals("4", contact.getString("apartment"));
        assertEquals("C. P. 12", contact.getString("postalBox"));
        assertEquals("514 777-8787", contact.getString("otherPhone"));
        assertEquals(false, file.getJsonObject("complementary").getBoolean("french"));
        assertEquals(5, file.getInteger("version"));
        assertEquals(4, history(who).size());
    }
}
