package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is offered to whom, from type to organisation (guide 5.3.2). */
class MyOffersIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        offer.execute("""
                insert into appointment_type (id, kind, title_fr, title_en, description_fr, description_en, duration_minutes)
                select id, 'INFORMATION_SESSION', id, id, id, id, 60
                from unnest(array['selon-statut', 'sans-francais', 'au-quebec', 'recent']) as id;
                insert into offer (type_id, organisation_id) values ('selon-statut', 'clef');
                insert into eligibility_rule (type_id, position, statuses, granted_within_days, french, residence_in_quebec)
                values ('selon-statut', 1, array['resident-permanent', 'asile'], null, null, false),
                       ('sans-francais', 1, '{}', null, false, false),
                       ('au-quebec', 1, '{}', null, null, true),
                       ('recent', 1, array['resident-permanent'], 30, null, false),
                       ('recent', 2, array['asile'], null, true, false)""");
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
        backstage.close();
    }

    private static TestClient registered(JsonObject form) {
        TestClient who = backstage.client();
        client.put("/me/registration").token(who.token()).json(form).await().expect(200);
        return who;
    }

    /** Those of the types with rules. */
    private static Set<String> offered(TestClient who) {
        Set<String> ids = ids(
                client.get("/me/appointment-types").token(who.token()).await().expect(200));
        Set<String> open = Set.of(Offer.SESSION, Offer.WORKSHOP, Offer.BINDING);
        assertTrue(ids.containsAll(open), "what has no rules is everybody's");
        return ids.stream().filter(id -> !open.contains(id)).collect(Collectors.toSet());
    }

    private static Set<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .collect(Collectors.toSet());
    }

    private static void change(TestClient who, String section, JsonObject changes) {
        client.patch("/me/" + section).token(who.token()).json(changes).await().expect(200);
    }

    private static JsonArray organisations(TestClient who, String query) {
        return client.get("/me/appointment-types/session/organisations" + query)
                .token(who.token())
                .await()
                .expect(200)
                .getJsonArray("items");
    }

    private static List<String> names(JsonArray organisations) {
        return organisations.stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    @Test
    void guide5_3_2_theOfferFollowsTheProfile() {
        assertEquals(Set.of(), offered(backstage.client()), "who is not registered");
        TestClient who = registered(Forms.registration());
        assertEquals(Set.of("selon-statut", "au-quebec"), offered(who));

        change(who, "status", new JsonObject().put("french", false));
        assertEquals(Set.of("selon-statut", "au-quebec", "sans-francais"), offered(who));

        LocalDate today = LocalDate.now(ZoneId.of("America/Toronto"));
        change(
                who,
                "status",
                new JsonObject().put("statusGrantedOn", today.minusDays(10).toString()));
        assertEquals(Set.of("selon-statut", "au-quebec", "sans-francais", "recent"), offered(who));

        change(
                who,
                "status",
                new JsonObject()
                        .put("status", "asile")
                        .put("statusGrantedOn", today.minusDays(10).toString()));
        assertEquals(
                Set.of("selon-statut", "au-quebec", "sans-francais"), offered(who), "the second rule wants French");
        change(who, "status", new JsonObject().put("french", true));
        assertEquals(Set.of("selon-statut", "au-quebec", "recent"), offered(who));

        change(
                who,
                "status",
                new JsonObject().put("status", "etudiant-etranger").put("statusGrantedOn", "2020-01-01"));
        change(
                who,
                "contact",
                new JsonObject()
                        .put("country", "FR")
                        .put("town", "Paris")
                        .put("province", "")
                        .put("postalCode", "75002")
                        .put("homePhone", "+33 1 40 20 50 50"));
        assertEquals(Set.of(), offered(who));
    }

    @Test
    void theRulesAreInTheCatalogue() {
        JsonArray rules =
                client.get("/appointment-types/recent").await().expect(200).getJsonArray("eligibility");
        assertEquals(
                new JsonArray()
                        .add(new JsonObject()
                                .put("statuses", new JsonArray().add("resident-permanent"))
                                .put("grantedWithinDays", 30)
                                .put("residenceInQuebec", false))
                        .add(new JsonObject()
                                .put("statuses", new JsonArray().add("asile"))
                                .put("french", true)
                                .put("residenceInQuebec", false)),
                rules);
        assertEquals(
                new JsonArray(),
                client.get("/appointment-types/session").await().expect(200).getJsonArray("eligibility"));
    }

    @Test
    void guide5_3_2_theTownsThatHaveAType() {
        TestClient who = registered(Forms.registration());
        String towns = "/me/appointment-types/%s/towns";
        assertEquals(
                Set.of("montreal", "quebec"),
                ids(client.get(towns.formatted("session"))
                        .token(who.token())
                        .await()
                        .expect(200)));
        assertEquals(
                Set.of("montreal"),
                ids(client.get(towns.formatted("selon-statut"))
                        .token(who.token())
                        .await()
                        .expect(200)));
        TestClient stranger = backstage.client();
        client.get(towns.formatted("selon-statut"))
                .token(stranger.token())
                .await()
                .expect(404, "not-found");
        client.get("/me/appointment-types/selon-statut/organisations")
                .token(stranger.token())
                .await()
                .expect(404, "not-found");
    }

    @Test
    void guide5_3_2_organisationsThatHaveSeatsNearestHomeFirst() {
        TestClient inQuebec = registered(Forms.registration());
        JsonObject form = Forms.registration();
        form.getJsonObject("contact").put("town", "montreal").put("postalCode", "H2L 3Z2");
        TestClient inMontreal = registered(form);
        assertEquals(List.of(), names(organisations(inQuebec, "")), "nobody has a slot yet");

        Slot single = offer.add(Offer.SESSION, true, Duration.ofDays(3), Duration.ofHours(-1), 1);
        Until.holds(() -> names(organisations(inQuebec, "")).equals(List.of("clef")));
        Slot later = offer.add(Offer.SESSION, false, Duration.ofDays(4), Duration.ofDays(1), 5);
        Until.holds(() -> names(organisations(inQuebec, "")).size() == 2);
        assertEquals(later.organisation().id(), "bureau", "one that is not open yet counts, too");
        assertEquals(List.of("bureau", "clef"), names(organisations(inQuebec, "")));
        assertEquals(List.of("clef", "bureau"), names(organisations(inMontreal, "")));
        assertEquals(List.of("clef"), names(organisations(inQuebec, "?city=montreal")));
        assertTrue(organisations(inQuebec, "").getJsonObject(0).getDouble("distanceKm") < 20);
        assertEquals(
                2, organisations(backstage.client(), "").size(), "without a home in no order, and without distances");

        client.post("/bookings")
                .token(inMontreal.token())
                .json(new JsonObject().put("slotId", single.id().toString()))
                .await()
                .expect(201);
        Until.holds(() -> names(organisations(inQuebec, "")).equals(List.of("bureau")));
    }
}
