package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Being registered: the client number, who is recognised, and who was faster (guide 4.6, 4.11). */
class RegistrationIT {

    private static final String PASSWORD = "abc12345";
    private static final int RIVALS = 12;
    private static final int MOST_REFUSALS = 10;

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

    private static Response register(String token, JsonObject form) {
        return client.put("/me/registration").token(token).json(form).await();
    }

    /** A client whose account is real, so that a file can be somebody's. */
    private static String newAccount() {
        String userCode = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        JsonArray answers = new JsonArray()
                .add(new JsonObject().put("question", "passe-temps").put("answer", "a"))
                .add(new JsonObject().put("question", "livre").put("answer", "b"));
        client.post("/accounts")
                .json(new JsonObject()
                        .put("userCode", userCode)
                        .put("password", PASSWORD)
                        .put("email", "client@example.org")
                        .put("securityQuestions", answers))
                .await()
                .expect(201);
        return userCode;
    }

    private static JsonObject logIn(String userCode) {
        return client.post("/auth/login")
                .json(new JsonObject().put("userCode", userCode).put("password", PASSWORD))
                .await()
                .expect(200);
    }

    private static String token(String userCode) {
        return logIn(userCode).getString("accessToken");
    }

    private static JsonObject problem(Response response, String pointer, String code) {
        JsonObject error =
                response.expect(400, "validation").getJsonArray("errors").getJsonObject(0);
        assertEquals(pointer, error.getString("pointer"));
        assertEquals(code, error.getString("code"));
        return error;
    }

    private static String referenceNumber() {
        return "C" + Forms.newNumber().substring(1);
    }

    @Test
    void guide4_11_theClientNumberIsInTheAnswerAndInTheMail() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        form.getJsonObject("identity").put("email", who.id() + "@example.org");
        Response made = register(who.token(), form);
        JsonObject file = made.expect(200);
        assertEquals("REGISTERED", file.getString("state"));
        assertTrue(file.getString("clientNumber").matches("[1-9][0-9]{4,}"), file.getString("clientNumber"));
        assertEquals("\"1\"", made.headers().get("ETag"));
        assertEquals(
                List.of(List.of(
                        "REGISTRATION_CONFIRMED",
                        "fr",
                        file.getString("clientNumber"),
                        "Bernard",
                        who.id().toString())),
                offer.rows(
                        "select kind, language, model->>'clientNumber', model->>'givenName', client_id::text from mail "
                                + "where recipient = '" + who.id() + "@example.org'"));
        assertEquals(
                List.of(List.of("REGISTERED", "CLIENT")),
                offer.rows("select change, source from file_history where client_id = '" + who.id() + "'"));
        assertEquals("1", file.getJsonObject("declaration").getString("version"));
        assertTrue(file.getJsonObject("declaration").containsKey("acceptedAt"));
    }

    /** Who was brought with an account, and has not registered yet, loses the number to nobody who knows it. */
    @Test
    void guide4_6_aNumberThatCameWithAnAccountIsForThatAccount() {
        String reference = referenceNumber();
        offer.execute("insert into known_person (reference_number, family_name, given_name, birth_date, sex) values ('"
                + reference + "', 'Brandford', 'Bernard', '1978-05-05', 'M')");
        String owner = newAccount();
        offer.execute("update account set reference_number = '" + reference + "' where user_code = '" + owner + "'");
        String stranger = token(newAccount());
        JsonObject form = Forms.with(Forms.registration(), "identity", "referenceNumber", reference);
        register(stranger, form).expect(409, "already-registered");
        client.put("/me/registration/draft/identity")
                .token(stranger)
                .json(form.getJsonObject("identity"))
                .await()
                .expect(409, "already-registered");
        // Who does not know the person does not hear even that.
        problem(
                register(stranger, Forms.with(form, "identity", "birthDate", "1979-05-05")),
                "/identity",
                "identity-mismatch");
        register(token(owner), form).expect(200);
    }

    @Test
    void guide4_11_repeatingItAnswersTheSameAndOtherDataIsRefused() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        JsonObject file = register(who.token(), form).expect(200);
        assertEquals(file, register(who.token(), form).expect(200));
        assertEquals(
                file,
                client.post("/me/registration/confirm")
                        .token(who.token())
                        .await()
                        .expect(200));
        assertEquals(
                file, client.get("/me/registration").token(who.token()).await().expect(200));
        register(who.token(), Forms.with(form, "complementary", "french", false))
                .expect(409, "registration-complete");
        assertEquals(1, offer.count("select count(*) from mail where client_id = '" + who.id() + "'"));
    }

    @Test
    void guide4_5_whoIsNotAdmissibleIsNotRegistered() {
        TestClient who = backstage.client();
        register(who.token(), Forms.with(Forms.registration(), "status", "status", "autre"))
                .expect(403, "not-admissible");
        assertEquals(
                "NONE",
                client.get("/me/registration")
                        .token(who.token())
                        .await()
                        .expect(200)
                        .getString("state"));
    }

    @Test
    void guide4_6_everythingWrongIsSaidWithTheStepItIsIn() {
        JsonObject form = Forms.registration();
        form.getJsonObject("identity").put("email", "nobody");
        form.getJsonObject("contact").put("town", "atlantis");
        form.getJsonObject("declaration").put("accepted", false);
        List<String> pointers =
                register(backstage.client().token(), form).expect(400, "validation").getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("pointer"))
                        .toList();
        assertEquals(List.of("/identity/email", "/contact/town", "/declaration/accepted"), pointers);
    }

    @Test
    void guide4_6_whomTheMinistryKnowsMustBeWhoTheySay() {
        String number = referenceNumber();
        offer.execute("insert into known_person values ('" + number + "', 'Diablos', 'Draco', '1980-10-01', 'M')");
        JsonObject form = Forms.with(Forms.registration(), "identity", "referenceNumber", number);
        problem(register(backstage.client().token(), form), "/identity", "identity-mismatch");
        JsonObject himself = Forms.with(form, "identity", "birthDate", "1980-10-01");
        register(backstage.client().token(), himself).expect(200);
    }

    @Test
    void guide4_6_registeredUnderAnotherAccount() {
        String number = referenceNumber();
        JsonObject form = Forms.with(Forms.registration(), "identity", "referenceNumber", number);
        register(token(newAccount()), form).expect(200);
        String other = token(newAccount());
        JsonObject again = Forms.with(Forms.registration(), "identity", "referenceNumber", number);
        JsonObject problem = register(other, again).expect(409, "already-registered");
        String detail = problem.getString("detail");
        assertTrue(detail.contains("vous vous êtes déjà enregistré"), detail);
        assertTrue(detail.contains("mais avec un autre profil de consultation"), detail);
        assertTrue(detail.contains("514 864-9191") && detail.contains("1 877 864-9191"), detail);
        saveIdentity(other, again).expect(409, "already-registered");

        // Who has the number, but not the birth date, hears nothing about the person.
        JsonObject guessed = Forms.with(again, "identity", "birthDate", "1978-05-06");
        JsonObject refused = problem(register(other, guessed), "/identity", "identity-mismatch");
        JsonObject sex = Forms.with(again, "identity", "sex", "F");
        assertEquals(refused, problem(register(other, sex), "/identity", "identity-mismatch"));
    }

    @Test
    void guide4_6_aNumberOfAnotherRegistrationIsRefusedInOneWay() {
        String number =
                register(token(newAccount()), Forms.registration()).expect(200).getString("clientNumber");
        String other = token(newAccount());
        JsonObject form = Forms.with(
                Forms.with(Forms.registration(), "identity", "cicNumber", null), "identity", "clientNumber", number);
        register(other, form).expect(409, "already-registered");
        List<JsonObject> refusals = new ArrayList<>();
        refusals.add(Forms.with(form, "identity", "clientNumber", "9999999"));
        refusals.add(Forms.with(form, "identity", "familyName", "Brandon"));
        refusals.add(Forms.with(form, "identity", "birthDate", "1978-05-06"));
        refusals.add(Forms.with(form, "identity", "sex", "F"));
        assertEquals(
                1,
                refusals.stream()
                        .map(each -> problem(register(other, each), "/identity", "identity-mismatch"))
                        .distinct()
                        .count());
    }

    @Test
    void guide4_6_whoGuessesIsStoppedForAnHour() {
        TestClient who = backstage.client();
        JsonObject form = Forms.with(Forms.registration(), "identity", "clientNumber", "9999998");
        for (int i = 0; i < MOST_REFUSALS; i++) {
            problem(register(who.token(), form), "/identity", "identity-mismatch");
        }
        assertTrue(secondsToWait(register(who.token(), form)) <= 3600);
        register(backstage.client().token(), Forms.registration()).expect(200);

        pass(who, "50 minutes");
        long left = secondsToWait(saveIdentity(who.token(), form));
        assertTrue(left > 0 && left <= 600, () -> "what is left of the hour: " + left);
        pass(who, "10 minutes");
        problem(register(who.token(), form), "/identity", "identity-mismatch");
    }

    /** Otherwise some tens of accounts could try all birth dates of a number. */
    @Test
    void guide4_6_aNumberIsGuessedAtTwentyTimesADayWhoeverDoes() {
        JsonObject form = Forms.with(Forms.registration(), "identity", "clientNumber", "9999993");
        List<Future<Response>> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sent.add(client.put("/me/registration")
                    .token(backstage.client().token())
                    .json(form)
                    .send());
        }
        assertEquals(Map.of(400, 20L, 429, 10L), statuses(sent));
        JsonObject another = Forms.with(Forms.registration(), "identity", "clientNumber", "9999992");
        problem(register(backstage.client().token(), another), "/identity", "identity-mismatch");
    }

    private static long secondsToWait(Response response) {
        response.expect(429, "locked");
        return Long.parseLong(response.headers().get("Retry-After"));
    }

    private static void pass(TestClient who, String interval) {
        offer.execute("update identity_attempt set since = since - interval '" + interval + "' where client_id = '"
                + who.id() + "'");
    }

    @Test
    void guide4_6_whoGuessesManyAtOnceIsStoppedToo() {
        TestClient who = backstage.client();
        JsonObject form = Forms.with(Forms.registration(), "identity", "clientNumber", "9999997");
        List<Future<Response>> sent = new ArrayList<>();
        for (int i = 0; i < 3 * MOST_REFUSALS; i++) {
            sent.add(
                    client.put("/me/registration").token(who.token()).json(form).send());
        }
        assertEquals(Map.of(400, (long) MOST_REFUSALS, 429, 2L * MOST_REFUSALS), statuses(sent));
        assertEquals(
                MOST_REFUSALS,
                offer.count("select count(*) from file_history where change = 'IDENTITY_REFUSED' and client_id = '"
                        + who.id() + "'"));
    }

    @Test
    void guide4_6_whatAgreesDoesNotCount() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        for (int i = 0; i <= MOST_REFUSALS; i++) {
            saveIdentity(who.token(), form).expect(200);
        }
        problem(
                register(who.token(), Forms.with(form, "identity", "clientNumber", "9999996")),
                "/identity",
                "identity-mismatch");
        register(who.token(), form).expect(200);
    }

    @Test
    void guide3_2_theFileOfAPartnerTakesTheCode() {
        // A file without an account, as a partner leaves it.
        TestClient registered = backstage.client();
        JsonObject old = Forms.registration();
        JsonObject file = register(registered.token(), old).expect(200);
        String userCode = newAccount();
        String token = token(userCode);
        JsonObject form = Forms.with(Forms.registration(), "identity", "cicNumber", null);
        form.getJsonObject("identity")
                .put("clientNumber", file.getString("clientNumber"))
                .put("familyName", "BRANDFÔRD")
                .put("email", registered.id() + "@example.org");
        for (Response response : List.of(register(token, form), saveIdentity(token, form))) {
            JsonObject problem = response.expect(409, "authorization-code-required");
            assertTrue(problem.getString("detail").contains("avec le code d'autorisation que vous avez reçu"));
            assertEquals("514 864-9191", problem.getJsonObject("contactCentre").getString("montreal"));
        }
        // Also when the partner was faster than who saved all steps.
        JsonObject early = Forms.registration();
        saveSteps(token, early);
        offer.execute("update registration set cic_number = '"
                + early.getJsonObject("identity").getString("cicNumber") + "' where client_id = '" + registered.id()
                + "'");
        client.post("/me/registration/confirm").token(token).await().expect(409, "authorization-code-required");

        JsonObject otherName = Forms.with(form, "identity", "givenName", "Bertrand");
        problem(register(token, otherName), "/identity", "identity-mismatch");
        assertEquals(
                0,
                offer.count("select count(*) from account where client_id = '" + registered.id() + "'"),
                "nobody has the file");
        assertEquals(
                0, offer.count("select count(*) from mail where recipient = '" + registered.id() + "@example.org'"));
        assertEquals(
                old.getJsonObject("identity").getString("email"),
                client.get("/me/registration")
                        .token(registered.token())
                        .await()
                        .expect(200)
                        .getJsonObject("identity")
                        .getString("email"));
    }

    private static Response saveIdentity(String token, JsonObject form) {
        return client.put("/me/registration/draft/identity")
                .token(token)
                .json(form.getJsonObject("identity"))
                .await();
    }

    private static void saveSteps(String token, JsonObject form) {
        for (String step : List.of("status", "identity", "contact", "complementary", "declaration")) {
            client.put("/me/registration/draft/" + step)
                    .token(token)
                    .json(form.getJsonObject(step))
                    .await()
                    .expect(200);
        }
    }

    @Test
    void guide4_6_ofTwoWhoRegisterOnePersonAtOnceOneWins() {
        for (String field : List.of("referenceNumber", "cicNumber")) {
            JsonObject form = Forms.with(
                    Forms.registration(),
                    "identity",
                    field,
                    field.equals("cicNumber") ? Forms.newNumber() : referenceNumber());
            if (field.equals("referenceNumber")) {
                form.getJsonObject("identity").remove("cicNumber");
            }
            Map<Integer, Long> outcomes = atOnce(client, backstage, form);
            assertEquals(Map.of(200, 1L, 409, RIVALS - 1L), outcomes, field);
        }
    }

    @Test
    void guide4_11_oneClientWhoSendsTheSameAtOnceIsRegisteredOnce() {
        TestClient who = backstage.client();
        JsonObject form = Forms.registration();
        List<Future<Response>> sent = new ArrayList<>();
        // No more than may be looked at side by side: each counts until it has agreed.
        for (int i = 0; i < MOST_REFUSALS; i++) {
            sent.add(
                    client.put("/me/registration").token(who.token()).json(form).send());
        }
        assertEquals(
                1,
                sent.stream().map(one -> Await.of(one).expect(200)).distinct().count());
        assertEquals(1, offer.count("select count(*) from mail where client_id = '" + who.id() + "'"));
    }

    /** The control: without the index, looking first is not enough. */
    @Test
    void withoutTheIndexBothWouldWin() {
        String bare = TestServers.newDatabase();
        TestServers.execute(bare, "drop index registration_reference_number");
        String otherRedis = TestServers.newRedis();
        Backstage clients = new Backstage(bare, otherRedis);
        try (TestNode naked = TestNode.start(bare, otherRedis)) {
            Until.holds(() -> {
                JsonObject form = Forms.with(Forms.registration(), "identity", "cicNumber", null);
                form.getJsonObject("identity").put("referenceNumber", referenceNumber());
                return atOnce(naked.client(), clients, form).getOrDefault(200, 0L) > 1;
            });
        } finally {
            clients.close();
        }
    }

    private static Map<Integer, Long> atOnce(ContractClient on, Backstage clients, JsonObject form) {
        List<Future<Response>> sent = clients.clients(RIVALS).stream()
                .map(one ->
                        on.put("/me/registration").token(one.token()).json(form).send())
                .toList();
        return statuses(sent);
    }

    private static Map<Integer, Long> statuses(List<Future<Response>> sent) {
        return sent.stream()
                .map(one -> Await.of(one).status())
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
    }

    @Test
    void guide4_11_theLanguageIsTheAccounts() {
        String userCode = newAccount();
        offer.execute("update account set language = 'en' where user_code = '" + userCode + "'");
        String number =
                register(token(userCode), Forms.registration()).expect(200).getString("clientNumber");
        assertEquals(
                List.of(List.of("en")),
                offer.rows("select language from mail where model->>'clientNumber' = '" + number + "'"));
        assertNotEquals("", number);
        assertFalse(number.isBlank());
    }
}
