package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Ground;
import org.creneau.testkit.Offer;
import org.creneau.testkit.Offered;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Types, organisations, locations and towns, made and changed on a whole node. */
class OfferEditIT {

    @RegisterExtension
    private static final Ground ground = new Ground();

    private static final Offer offer = ground.offer();
    private static final Backstage backstage = ground.backstage();
    private static final ContractClient client = ground.client();
    private static final TestClient ministry = backstage.employee("bureau", true, true);
    private static final TestClient manager = backstage.employee("clef", false, true);

    private static Request put(TestClient who, String path, JsonObject content) {
        return client.put("/staff/" + path).token(who.token()).json(content);
    }

    private static JsonObject get(TestClient who, String path) {
        return client.get("/staff/" + path).token(who.token()).await().expect(200);
    }

    @Test
    void aNewTypeIsOfferedAtOnceToThoseWhomItsRulesLetIn() {
        JsonObject type = Offered.type()
                .put("documents", new JsonArray().add(Offered.text("Passeport", "Passport")))
                .put("unmarkedBecomes", "MISSED")
                .put("unmarkedAfterDays", 3)
                .put(
                        "eligibility",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("statuses", new JsonArray().add("resident-permanent"))
                                        .put("grantedWithinDays", 365)
                                        .put("french", false)
                                        .put("residenceInQuebec", true)));
        Response made = put(ministry, "appointment-types/nouveau", type).await();
        assertEquals("\"1\"", made.headers().get("ETag"));
        JsonObject details = made.expect(201);
        assertEquals(type.getJsonArray("eligibility"), details.getJsonArray("eligibility"));
        assertEquals(type.getJsonArray("documents"), details.getJsonArray("documents"));
        assertEquals(type.getJsonArray("organisations"), details.getJsonArray("organisations"));
        assertEquals("MISSED", details.getString("unmarkedBecomes"));
        assertEquals(details, get(ministry, "appointment-types/nouveau"));
        assertEquals(
                "Session",
                client.get("/appointment-types/nouveau")
                        .header("Accept-Language", "en")
                        .await()
                        .expect(200)
                        .getString("title"));
        String slot = client.post("/staff/slots")
                .token(manager.token())
                .json(new JsonObject()
                        .put("slots", new JsonArray().add(Offered.slot().put("type", "nouveau"))))
                .await()
                .expect(201)
                .getJsonArray("slots")
                .getString(0);
        TestClient anybody = backstage.client();
        client.post("/bookings")
                .token(anybody.token())
                .json(new JsonObject().put("slotId", slot))
                .await()
                .expect(403, "not-eligible");
        type.put("eligibility", new JsonArray());
        put(ministry, "appointment-types/nouveau", type)
                .header("If-Match", "\"1\"")
                .await()
                .expect(200);
        client.post("/bookings")
                .token(anybody.token())
                .json(new JsonObject().put("slotId", slot))
                .await()
                .expect(201);
        // Nor can La Clef be left out of it now.
        type.put("organisations", new JsonArray().add("bureau"));
        assertEquals(
                "/organisations offer-in-use",
                put(ministry, "appointment-types/nouveau", type)
                        .header("If-Match", "\"2\"")
                        .await()
                        .fault());
        assertEquals(
                List.of(List.of("bureau"), List.of("clef")),
                offer.rows("select organisation_id from offer where type_id = 'nouveau' order by 1"));
    }

    @Test
    void somebodyElsesChangeIsNotOverwritten() {
        put(ministry, "organisations/neuf", Offered.organisation()).await().expect(201);
        put(ministry, "organisations/neuf", Offered.organisation()).await().expect(412, "changed-meanwhile");
        put(ministry, "organisations/neuf", Offered.organisation().put("phone", "514 555-0100"))
                .header("If-Match", "\"1\"")
                .await()
                .expect(200);
        put(ministry, "organisations/neuf", Offered.organisation())
                .header("If-Match", "\"1\"")
                .await()
                .expect(412, "changed-meanwhile");
        assertEquals("514 555-0100", get(ministry, "organisations/neuf").getString("phone"));
        assertEquals(
                "/kind not-changeable",
                put(ministry, "organisations/neuf", Offered.organisation().put("kind", "MINISTRY"))
                        .header("If-Match", "\"2\"")
                        .await()
                        .fault());
    }

    @Test
    void aManagerKeepsTheLocationsOfTheOwnOrganisation() {
        JsonObject place = Offered.location()
                .put("directions", Offered.text("Métro", "Underground"))
                .put("services", new JsonArray().add(Offered.text("Aire de repas", "Lunch area")));
        JsonObject made = put(manager, "locations/clef-nord", place).await().expect(201);
        assertEquals("America/Toronto", made.getString("zone"));
        assertEquals(place.getJsonObject("directions"), made.getJsonObject("directions"));
        assertEquals(place.getJsonArray("services"), made.getJsonArray("services"));
        assertEquals(45.5, made.getDouble("latitude"));
        assertTrue(client.get("/organisations").await().expect(200).encode().contains("clef-nord"));
        String listed = get(manager, "locations?limit=100").encode();
        assertTrue(listed.contains("clef-nord"));
        assertTrue(!listed.contains("bureau-quebec"));
        assertTrue(get(ministry, "locations?limit=100").encode().contains("bureau-quebec"));
        assertEquals(
                "/organisation organisation-unknown",
                put(manager, "locations/bureau-nord", Offered.location().put("organisation", "bureau"))
                        .await()
                        .fault());
        assertEquals(
                "/city town-unknown",
                put(manager, "locations/clef-sud", Offered.location().put("city", "atlantide"))
                        .await()
                        .fault());
        assertEquals(
                "/latitude too-large",
                put(manager, "locations/clef-sud", Offered.location().put("latitude", 91))
                        .await()
                        .fault());
    }

    @Test
    void aNewTownIsThereForLocationsOnEveryNode() {
        TestNode other = ground.another(Map.of());
        JsonObject place = Offered.location().put("city", "gaspe");
        assertEquals(
                "/city town-unknown",
                put(manager, "locations/clef-gaspe", place).await().fault());
        put(manager, "cities/gaspe", Offered.city()).await().expect(403, "forbidden");
        JsonObject town = new JsonObject().put("name", Offered.text("Gaspé", "Gaspe"));
        Response made = put(ministry, "cities/gaspe", town).await();
        assertEquals("\"1\"", made.headers().get("ETag"));
        assertEquals(town.copy().put("id", "gaspe").put("version", 1), made.expect(201));
        assertEquals(made.json(), get(manager, "cities/gaspe"));
        assertTrue(get(manager, "cities?limit=100").encode().contains("gaspe"));

        // The other node has not read it yet: it looks before it refuses.
        other.client()
                .put("/staff/locations/clef-gaspe")
                .token(manager.token())
                .json(place)
                .await()
                .expect(201);
        assertEquals("Gaspé", townOf("clef-gaspe", other));
        put(ministry, "cities/gaspe", new JsonObject().put("name", Offered.text("Ville de Gaspé", "Gaspé")))
                .header("If-Match", "\"1\"")
                .await()
                .expect(200);
        put(ministry, "cities/gaspe", town).header("If-Match", "\"1\"").await().expect(412, "changed-meanwhile");
        put(ministry, "cities/gaspe", town).await().expect(412, "changed-meanwhile");
        put(ministry, "cities/No%20Slug", town).await().expect(404, "not-found");
        assertEquals("Ville de Gaspé", townOf("clef-gaspe", ground.node()));
    }

    /** The name of a location's town, as everybody reads it. */
    private static String townOf(String location, TestNode node) {
        return node.client().get("/organisations?limit=100").await().expect(200).getJsonArray("items").stream()
                .flatMap(each -> ((JsonObject) each).getJsonArray("locations").stream())
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("id").equals(location))
                .map(each -> each.getJsonObject("city").getString("name"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nonsenseIsRefused() {
        assertEquals(
                "/organisations/0 organisation-unknown",
                put(
                                ministry,
                                "appointment-types/x",
                                Offered.type().put("organisations", new JsonArray().add("personne")))
                        .await()
                        .fault());
        JsonObject rule =
                new JsonObject().put("statuses", new JsonArray().add("martien")).put("residenceInQuebec", false);
        assertEquals(
                "/eligibility/0/statuses/0 status-unknown",
                put(ministry, "appointment-types/x", Offered.type().put("eligibility", new JsonArray().add(rule)))
                        .await()
                        .fault());
        put(ministry, "appointment-types/No%20Slug", Offered.type()).await().expect(404, "not-found");
        assertEquals(0, offer.count("select count(*) from appointment_type where id in ('x', 'No Slug')"));
    }

    @Test
    void whoChangedItIsInTheAuditLog() {
        put(manager, "locations/clef-trace", Offered.location()).await().expect(201);
        Response again =
                put(manager, "locations/clef-trace", Offered.location()).await();
        assertTrue(again.status() >= 400, "it is there already, and this is no change");
        put(ministry, "cities/trace", Offered.city()).await().expect(201);
        put(ministry, "organisations/trace", Offered.organisation()).await().expect(201);
        put(ministry, "appointment-types/trace", Offered.type()).await().expect(201);
        Offered made = Offered.by(client, manager.token());

        assertEquals(
                List.of(
                        new JsonObject().put("slotTemplate", made.template()),
                        new JsonObject().put("releasePlan", made.plan()),
                        new JsonObject().put("location", "clef-trace")),
                audited(manager));
        assertEquals(
                List.of(
                        new JsonObject().put("appointmentType", "trace"),
                        new JsonObject().put("organisation", "trace"),
                        new JsonObject().put("city", "trace")),
                audited(ministry).subList(0, 3));
    }

    /** What the audit log says of changes, newest first. */
    private static List<JsonObject> audited(TestClient who) {
        return get(ministry, "audit-log?action=OFFER_CHANGED&actor=" + who.id()).getJsonArray("items").stream()
                .map(entry -> ((JsonObject) entry).getJsonObject("details"))
                .filter(details -> details.encode().contains("trace")
                        || details.containsKey("slotTemplate")
                        || details.containsKey("releasePlan"))
                .toList();
    }

    @Test
    void listsGoOnWhereTheyStopped() {
        JsonObject first = get(ministry, "appointment-types?limit=1");
        JsonObject second = get(ministry, "appointment-types?limit=1&cursor=" + first.getString("nextCursor"));
        String one = first.getJsonArray("items").getJsonObject(0).getString("id");
        String two = second.getJsonArray("items").getJsonObject(0).getString("id");
        assertTrue(one.compareTo(two) < 0, one + " before " + two);
    }

    @Test
    void aCursorThatIsNotOneOfOursIsRefused() {
        for (String list : List.of("appointment-types", "organisations", "locations", "cities")) {
            for (String cursor : List.of("No-Slug", "x--y", "~", "-x", "x".repeat(65))) {
                Response answer = client.get("/staff/" + list)
                        .query("cursor", cursor)
                        .token(ministry.token())
                        .await();
                assertEquals("?cursor invalid-cursor", answer.fault(), list + " after " + cursor);
            }
        }
    }
}
