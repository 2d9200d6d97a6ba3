package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The steps of a registration, one after the other, as the guide has them (4.5 to 4.10). */
class RegistrationStepsIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final Offer offer = new Offer(database);
    private static TestNode node;
    private static Backstage backstage;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis);
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
        backstage.close();
    }

    private static Response save(TestClient who, String step, JsonObject content) {
        return client.put("/me/registration/draft/" + step)
                .token(who.token())
                .json(content)
                .await();
    }

    private static Set<String> errors(Response response) {
        return response.expect(400, "validation").getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonObject draft(TestClient who) {
        return client.get("/me/registration/draft").token(who.token()).await().expect(200);
    }

    @Test
    void guide4_4_atFirstThereIsNothing() {
        JsonObject none = client.get("/me/registration")
                .token(backstage.client().token())
                .await()
                .expect(200);
        assertEquals("NONE", none.getString("state"));
        assertEquals(
                List.of("status", "identity", "contact", "complementary", "declaration"),
                none.getJsonArray("missing").getList());
    }

    @Test
    void guide4_5_theNineStatuses() {
        JsonArray statuses =
                client.get("/immigration-statuses").await().expect(200).getJsonArray("items");
        assertEquals(9, statuses.size());
        TestClient who = backstage.client();
        for (Object each : statuses) {
            JsonObject status = (JsonObject) each;
            JsonObject step =
                    new JsonObject().put("status", status.getString("id")).put("statusGrantedOn", "2012-09-13");
            Response saved = save(who, "status", step);
            if (status.getBoolean("admissible")) {
                assertEquals(
                        status.getString("name"),
                        saved.expect(200).getJsonObject("names").getString("status"));
            } else {
                assertEquals("autre", status.getString("id"));
                assertEquals(
                        "Nous ne pouvons vous inscrire au Service en ligne de prise de rendez-vous. Selon l'information que "
                                + "vous avez fournie, votre statut ne vous permet pas d'utiliser ce service.",
                        saved.expect(403, "not-admissible").getString("detail"));
            }
        }
        assertFalse(
                draft(who).getJsonObject("status").getString("status").equals("autre"),
                "what was refused is not saved");
    }

    @Test
    void guide4_5_theDayOnWhichTheStatusWasGranted() {
        TestClient who = backstage.client();
        assertEquals(
                Set.of("/statusGrantedOn required"),
                errors(save(who, "status", new JsonObject().put("status", "asile"))));
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
        assertEquals(
                Set.of("/statusGrantedOn date-in-future"),
                errors(save(who, "status", Forms.status().put("statusGrantedOn", tomorrow))));
        assertEquals(
                Set.of("/status status-unknown"),
                errors(save(who, "status", Forms.status().put("status", "touriste"))));
        save(who, "identity", Forms.identity()).expect(200);
        assertEquals(
                Set.of("/statusGrantedOn before-birth"),
                errors(save(who, "status", Forms.status().put("statusGrantedOn", "1978-05-04"))));
        save(who, "status", Forms.status().put("statusGrantedOn", "1978-05-05")).expect(200);
    }

    @Test
    void guide4_6_everythingWrongWithAnIdentityIsSaidAtOnce() {
        JsonObject bad = new JsonObject()
                .put("familyName", " ")
                .put("givenName", "Ber\tnard\u0007")
                .put("birthDate", "1899-12-31")
                .put("sex", "M")
                .put("referenceNumber", "33337261")
                .put("clientNumber", "12")
                .put("cicNumber", "1234567")
                .put("email", "nobody");
        assertEquals(
                new TreeSet<>(Set.of(
                        "/familyName required",
                        "/givenName name-characters",
                        "/birthDate date-too-early",
                        "/referenceNumber reference-number-invalid",
                        "/clientNumber client-number-invalid",
                        "/cicNumber cic-number-invalid",
                        "/email email-invalid")),
                errors(save(backstage.client(), "identity", bad)));
        JsonObject numberless = Forms.identity();
        numberless.remove("cicNumber");
        assertEquals(
                Set.of("/referenceNumber one-number-required"),
                errors(save(backstage.client(), "identity", numberless)));
    }

    @Test
    void guide4_6_namesOfAnyScriptAreKeptInOneSpelling() {
        for (Map.Entry<String, String> name : Map.of(
                        "محمد", "محمد",
                        "王", "王",
                        "  O’Neill-Côté ", "O’Neill-Côté",
                        "Zoe\u0308", "Zoë",
                        "Nguyễn  Thị", "Nguyễn Thị")
                .entrySet()) {
            TestClient who = backstage.client();
            JsonObject saved = save(who, "identity", Forms.identity().put("familyName", name.getKey()))
                    .expect(200);
            assertEquals(name.getValue(), saved.getJsonObject("identity").getString("familyName"));
        }
        JsonObject saved = save(backstage.client(), "identity", Forms.identity().put("referenceNumber", "c9990001"))
                .expect(200);
        assertEquals("C9990001", saved.getJsonObject("identity").getString("referenceNumber"));
    }

    @Test
    void guide4_7_anAddressInQuebec() {
        TestClient who = backstage.client();
        JsonObject bad = new JsonObject()
                .put("street", "")
                .put("town", "atlantis")
                .put("postalCode", "K1A 0B1")
                .put("homePhone", "123")
                .put("workPhoneExtension", "x1");
        assertEquals(
                new TreeSet<>(Set.of(
                        "/street required",
                        "/town town-unknown",
                        "/postalCode postal-code-elsewhere",
                        "/homePhone phone-invalid",
                        "/workPhone required",
                        "/workPhoneExtension extension-invalid")),
                errors(save(who, "contact", bad)));
        JsonObject typed = Forms.contact()
                .put("postalCode", "g1j2n7")
                .put("homePhone", "(418) 832.4444")
                .put("workPhone", "+1-514-999-9999")
                .put("workPhoneExtension", "123456")
                .put("apartment", " ");
        JsonObject saved = save(who, "contact", typed).expect(200);
        JsonObject contact = saved.getJsonObject("contact");
        assertEquals("G1J 2N7", contact.getString("postalCode"));
        assertEquals("418 832-4444", contact.getString("homePhone"));
        assertEquals("514 999-9999", contact.getString("workPhone"));
        assertFalse(contact.containsKey("apartment"), "a field that was left empty");
        assertEquals("CA", contact.getString("country"));
        assertEquals("Québec", saved.getJsonObject("names").getString("town"));
    }

    @Test
    void guide4_8_onlyFrenchMustBeAnswered() {
        TestClient who = backstage.client();
        assertEquals(Set.of("/french required"), errors(save(who, "complementary", new JsonObject())));
        assertEquals(
                new TreeSet<>(Set.of("/heardFrom option-unknown", "/schooling option-unknown")),
                errors(save(
                        who,
                        "complementary",
                        new JsonObject()
                                .put("french", false)
                                .put("heardFrom", "x")
                                .put("schooling", "sante"))));
        save(who, "complementary", new JsonObject().put("french", false)).expect(200);
        JsonObject all = new JsonObject()
                .put("french", true)
                .put("heardFrom", "ambassade")
                .put("occupationField", "sante")
                .put("intendedOccupation", "Infirmier")
                .put("schooling", "15-16");
        JsonObject saved = save(who, "complementary", all).expect(200);
        assertEquals(all, saved.getJsonObject("complementary"));
        assertEquals("15 à 16 ans", saved.getJsonObject("names").getString("schooling"));
    }

    @Test
    void guide4_9_theDeclarationIsAcceptedAsItReadsNow() {
        JsonObject declaration = client.get("/declaration").await().expect(200);
        assertEquals(3, declaration.getJsonArray("paragraphs").size());
        TestClient who = backstage.client();
        JsonObject step = new JsonObject().put("accepted", false).put("version", declaration.getString("version"));
        assertEquals(Set.of("/accepted declaration-not-accepted"), errors(save(who, "declaration", step)));
        step.put("accepted", true).put("version", "0");
        assertEquals(Set.of("/version declaration-outdated"), errors(save(who, "declaration", step)));
        step.put("version", declaration.getString("version"));
        save(who, "declaration", step).expect(200);
    }

    @Test
    void guide4_10_everythingIsShownAndAChangeIsDeclaredAnew() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        for (String step : List.of("contact", "identity", "complementary", "status", "declaration")) {
            save(who, step, form.getJsonObject(step)).expect(200);
        }
        JsonObject review = draft(who);
        assertEquals("DRAFT", review.getString("state"));
        assertTrue(review.getJsonArray("missing").isEmpty());
        assertEquals(form.getJsonObject("identity"), review.getJsonObject("identity"));
        assertEquals(form.getJsonObject("status"), review.getJsonObject("status"));
        assertEquals(
                "Résident permanent au Canada", review.getJsonObject("names").getString("status"));

        save(who, "complementary", form.getJsonObject("complementary")).expect(200);
        assertTrue(draft(who).getJsonArray("missing").isEmpty(), "nothing has changed");
        save(who, "complementary", new JsonObject().put("french", false)).expect(200);
        assertEquals(List.of("declaration"), draft(who).getJsonArray("missing").getList());
        client.post("/me/registration/confirm").token(who.token()).await().expect(409, "registration-incomplete");
        save(who, "declaration", form.getJsonObject("declaration")).expect(200);
        client.post("/me/registration/confirm").token(who.token()).await().expect(200);
        client.get("/me/registration/draft").token(who.token()).await().expect(404, "not-found");
        save(who, "contact", Forms.contact()).expect(409, "registration-complete");
    }

    @Test
    void guide4_11_whatWasSavedIsCheckedAgain() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        form.getJsonObject("contact").put("town", "oka").put("postalCode", "J0N 1E0");
        form.fieldNames()
                .forEach(step -> save(who, step, form.getJsonObject(step)).expect(200));
        offer.execute("update registration_draft set steps = jsonb_set(steps, '{contact,town}', '\"nowhere\"') "
                + "where client_id = '" + who.id() + "'");
        assertEquals(
                Set.of("/contact/town town-unknown"),
                errors(client.post("/me/registration/confirm")
                        .token(who.token())
                        .await()));
        offer.execute("update registration_draft set steps = jsonb_set(steps, '{status,status}', '\"autre\"') "
                + "where client_id = '" + who.id() + "'");
        client.post("/me/registration/confirm").token(who.token()).await().expect(403, "not-admissible");
        assertEquals(0, offer.count("select count(*) from registration where client_id = '" + who.id() + "'"));
    }

    @Test
    void guide4_7_townsAreFoundByTheirBeginningWhateverTheAccents() {
        for (String typed : List.of("Sept", "sept-il", "SEPT ÎLES", "sept i")) {
            JsonArray found =
                    client.get("/towns").query("q", typed).await().expect(200).getJsonArray("items");
            assertEquals(
                    new JsonArray().add(new JsonObject().put("id", "sept-iles").put("name", "Sept-Îles")),
                    found,
                    typed);
        }
        Response english = client.get("/towns")
                .query("q", "montreal")
                .header("Accept-Language", "en")
                .await();
        assertEquals(
                "Montreal",
                english.expect(200).getJsonArray("items").getJsonObject(0).getString("name"));
        JsonObject first = client.get("/towns").await().expect(200);
        assertEquals(100, first.getJsonArray("items").size());
        JsonObject second = client.get("/towns")
                .query("cursor", first.getString("nextCursor"))
                .await()
                .expect(200);
        assertFalse(second.getJsonArray("items").isEmpty());
    }

    @Test
    void optionListsNeedNotBeSentAgain() {
        for (String path : List.of("/immigration-statuses", "/menus", "/towns", "/declaration")) {
            Response first = client.get(path).await();
            first.expect(200);
            assertEquals("public, max-age=60", first.headers().get("Cache-Control"));
            Response again = client.get(path)
                    .header("If-None-Match", first.headers().get("ETag"))
                    .await();
            assertEquals(304, again.status(), path);
        }
    }
}
