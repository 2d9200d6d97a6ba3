package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.creneau.testkit.Offer;
import org.creneau.testkit.People;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** People at a partner's: registered there (guide 2.5), or with their number (4.9); their files, and the end of it. */
class PartnerClientIT {

    private static final int MOST_REFUSALS = 5;

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final People people = new People(database);
    private static final AtomicInteger references = new AtomicInteger(5_000_000);
    private static final AtomicInteger nobodys = new AtomicInteger(90_000_000);
    private static Backstage backstage;
    private static TestNode node;

    private TestClient partner;
    private TestClient other;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        Offer offer = new Offer(database);
        offer.execute(
                "insert into organisation (id, name_fr, name_en, kind) values ('autre', 'Autre', 'Other', 'PARTNER')");
        node = TestNode.start(
                database, redis, Map.of("auth.recovery.partnerFailuresPerHour", String.valueOf(MOST_REFUSALS)));
    }

    @AfterAll
    static void stop() {
        node.close();
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @BeforeEach
    void systems() {
        partner = backstage.partner("clef");
        other = backstage.partner("autre");
    }

    private static Request register(TestClient by, String key, JsonObject form) {
        return node.client().post("/partner/clients").token(by.token()).key(key).json(form);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static Request presenting(TestClient by, String number, String birthDate) {
        return node.client()
                .post("/partner/clients/consent")
                .token(by.token())
                .json(new JsonObject().put("clientNumber", number).put("birthDate", birthDate));
    }

    private static Response present(TestClient by, String number, String birthDate) {
        return presenting(by, number, birthDate).await();
    }

    private static Response show(TestClient by, String id) {
        return node.client().get("/partner/clients/" + id).token(by.token()).await();
    }

    private static String number(JsonObject client) {
        return client.getJsonObject("registration").getString("clientNumber");
    }

    private static List<String> mails(String id) {
        return people
                .rows("select kind from mail where client_id = ? order by created_at, id", UUID.fromString(id))
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static List<String> audit(String id) {
        return people
                .rows(
                        "select actor_kind || ' ' || coalesce(organisation, '-') || ' ' || action from audit_log"
                                + " where client_id = ? order by id",
                        UUID.fromString(id))
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** Somebody whom the ministry knows, with the form that says so. */
    private static JsonObject knownPerson() {
        String reference = "R" + references.incrementAndGet();
        people.execute(
                "insert into known_person (reference_number, family_name, given_name, birth_date, sex)"
                        + " values (?, 'Brandford', 'Bernard', '1978-05-05', 'M')",
                reference);
        return Forms.with(Forms.registration(), "identity", "referenceNumber", reference);
    }

    @Test
    void aPersonIsRegisteredAndGetsBothMails() {
        Response response = register(partner, newKey(), Forms.registration().put("language", "en"))
                .await();
        JsonObject client = response.expect(201);
        String id = client.getString("id");
        assertEquals("/api/v1/partner/clients/" + id, response.headers().get("Location"));
        assertEquals("\"1\"", response.headers().get("ETag"));
        assertEquals("no-store", response.headers().get("Cache-Control"));
        assertEquals("REGISTERED", client.getJsonObject("registration").getString("state"));
        assertEquals(List.of("REGISTRATION_CONFIRMED", "CREATE_YOUR_ACCOUNT"), mails(id));
        People.Sent first =
                people.mails(UUID.fromString(id), "REGISTRATION_CONFIRMED").get(0);
        assertEquals(number(client), first.model().getString("clientNumber"));
        assertEquals("en", first.language());
        assertEquals(
                List.of(List.of("PARTNER", "PARTNER", partner.id().toString(), "REGISTERED")),
                people.rows(
                        "select registration.source, file_history.source, actor, change from registration"
                                + " join file_history using (client_id) where client_id = ?",
                        UUID.fromString(id)));
        // Its organisation is used, and no other.
        assertEquals(client, show(partner, id).expect(200));
        show(other, id).expect(404, "not-found");
        assertEquals(
                List.of("PARTNER clef CONSENT_GIVEN", "PARTNER clef FILE_CHANGED", "PARTNER clef FILE_VIEWED"),
                audit(id));
    }

    @Test
    void theCodeOfTheMailMakesTheAccount() {
        JsonObject client =
                register(partner, newKey(), Forms.registration()).await().expect(201);
        UUID id = UUID.fromString(client.getString("id"));
        String code = people.mails(id, "CREATE_YOUR_ACCOUNT").get(0).model().getString("authorizationCode");
        String userCode = People.newUserCode();
        JsonObject authorization = new JsonObject()
                .put("authorizationCode", code)
                .put("birthDate", "1978-05-05")
                .put("sex", "M")
                .put("clientNumber", number(client));
        JsonObject account = node.client()
                .post("/accounts")
                .json(People.account(userCode).put("authorization", authorization))
                .await()
                .expect(201);
        assertEquals(id.toString(), account.getString("id"));
        // What belongs to the client now shows who may see it, and a letter is needed no longer.
        String token = People.logIn(node.client(), userCode, People.PASSWORD)
                .expect(200)
                .getString("accessToken");
        JsonObject consents =
                node.client().get("/me/consents").token(token).await().expect(200);
        assertEquals(
                "clef",
                consents.getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("organisation")
                        .getString("id"));
        letter(partner, id.toString()).expect(409, "account-exists");
    }

    @Test
    void theSameKeyIsTheSamePerson() {
        JsonObject form = Forms.registration();
        String key = newKey();
        JsonObject first = register(partner, key, form).await().expect(201);
        assertEquals(first, register(partner, key, form).await().expect(201));
        assertEquals(2, mails(first.getString("id")).size());
        register(partner, key, Forms.with(form, "identity", "givenName", "Bertrand"))
                .await()
                .expect(422, "idempotency-key-reused");
        // Another system's key is another one.
        assertNotEquals(
                first.getString("id"),
                register(other, key, Forms.registration()).await().expect(201).getString("id"));
        node.client()
                .post("/partner/clients")
                .token(partner.token())
                .json(form)
                .await()
                .expect(400, "validation");
    }

    @Test
    void theSameKeyBringsNobodyBackWhoIsErased() {
        JsonObject form = Forms.registration();
        String key = newKey();
        JsonObject client = register(partner, key, form).await().expect(201);
        UUID id = UUID.fromString(client.getString("id"));
        String userCode = People.newUserCode();
        JsonObject authorization = new JsonObject()
                .put(
                        "authorizationCode",
                        people.mails(id, "CREATE_YOUR_ACCOUNT").get(0).model().getString("authorizationCode"))
                .put("birthDate", "1978-05-05")
                .put("sex", "M")
                .put("clientNumber", number(client));
        node.client()
                .post("/accounts")
                .json(People.account(userCode).put("authorization", authorization))
                .await()
                .expect(201);
        node.client()
                .post("/me/erasure")
                .token(People.logIn(node.client(), userCode, People.PASSWORD)
                        .expect(200)
                        .getString("accessToken"))
                .json(new JsonObject().put("currentPassword", People.PASSWORD))
                .await()
                .expect(200);
        register(partner, key, form).await().expect(422, "idempotency-key-reused");
        String cic = form.getJsonObject("identity").getString("cicNumber");
        assertEquals(0, people.count("select count(*) from registration where cic_number = ?", cic));
        assertEquals(
                List.of(List.of("0")),
                people.rows("select length(digest) from partner_registration where client_id = ?", id),
                "nothing of what the form said");
        // Who comes again is registered again, by a request of its own.
        register(partner, newKey(), form).await().expect(201);
    }

    @Test
    void theSameKeyShowsNothingMoreOnceTheConsentIsWithdrawn() {
        JsonObject form = Forms.registration();
        String key = newKey();
        JsonObject client = register(partner, key, form).await().expect(201);
        String id = client.getString("id");
        assertEquals(client, register(partner, key, form).await().expect(201));
        List<String> seen =
                List.of("PARTNER clef CONSENT_GIVEN", "PARTNER clef FILE_CHANGED", "PARTNER clef FILE_VIEWED");
        assertEquals(seen, audit(id), "a repeated request looks at the file, too");
        people.execute("update consent set withdrawn_at = clock_timestamp() where client_id = ?", UUID.fromString(id));
        JsonObject problem = register(partner, key, form).await().expect(409, "already-registered");
        assertFalse(problem.encode().contains(id));
        assertTrue(problem.getString("detail").contains("numéro de client lui a été envoyé par courriel"));
        assertEquals(seen, audit(id));
        assertEquals(2, mails(id).size(), "and nobody is told anything");
    }

    @RepeatedTest(10)
    void manyRequestsWithOneKeyAtOnceMakeOnePerson() {
        JsonObject form = Forms.registration();
        String key = newKey();
        List<Future<Response>> sent = IntStream.range(0, MOST_REFUSALS) // more are counted before any is taken back
                .mapToObj(i -> register(partner, key, form).send())
                .toList();
        Set<String> ids = new HashSet<>();
        for (Future<Response> one : sent) {
            Response response = Await.of(one);
            // Three rounds are enough for all but the unluckiest, who repeat it.
            JsonObject client = response.status() == 503
                    ? register(partner, key, form).await().expect(201)
                    : response.expect(201);
            ids.add(client.getString("id"));
        }
        assertEquals(1, ids.size());
        String cic = form.getJsonObject("identity").getString("cicNumber");
        assertEquals(1, people.count("select count(*) from registration where cic_number = ?", cic));
        assertEquals(2, mails(ids.iterator().next()).size());
    }

    @Test
    void twoPartnersAtOnceRegisterOnePersonOnce() {
        JsonObject form = Forms.registration();
        List<Future<Response>> sent = IntStream.range(0, 6)
                .mapToObj(i ->
                        register(i % 2 == 0 ? partner : other, newKey(), form).send())
                .toList();
        int registered = 0;
        for (Future<Response> one : sent) {
            int status = Await.of(one).status();
            assertTrue(Set.of(201, 409, 503).contains(status), "" + status);
            registered += status == 201 ? 1 : 0;
        }
        assertEquals(1, registered);
        String cic = form.getJsonObject("identity").getString("cicNumber");
        assertEquals(1, people.count("select count(*) from registration where cic_number = ?", cic));
        // Nobody is left without a file.
        assertEquals(
                0,
                people.count("select count(*) from consent where not exists"
                        + " (select from client where client.id = consent.client_id)"));
    }

    @Test
    void somebodyRegisteredIsNotRegisteredTwiceAndIsToldAgainOnceADay() {
        JsonObject form = Forms.registration();
        JsonObject client = register(partner, newKey(), form).await().expect(201);
        String id = client.getString("id");
        for (int i = 0; i < 2; i++) {
            JsonObject problem = register(other, newKey(), form).await().expect(409, "already-registered");
            assertFalse(problem.encode().contains(id));
        }
        assertEquals(
                List.of(
                        "REGISTRATION_CONFIRMED",
                        "CREATE_YOUR_ACCOUNT",
                        "REGISTRATION_CONFIRMED",
                        "CREATE_YOUR_ACCOUNT"),
                mails(id));
        show(other, id).expect(404, "not-found");
        // With what the mail says, the other one is shown it.
        assertEquals(client, present(other, number(client), "1978-05-05").expect(200));
    }

    @Test
    void whoHasAnAccountElsewhereIsRemindedOfItsUserCode() {
        JsonObject form = knownPerson();
        String userCode = People.newUserCode();
        UUID owner = People.create(node.client(), userCode);
        people.execute(
                "update account set reference_number = ? where client_id = ?",
                form.getJsonObject("identity").getString("referenceNumber"),
                owner);
        JsonObject client = register(partner, newKey(), form).await().expect(201);
        assertEquals(owner.toString(), client.getString("id"));
        assertEquals(List.of("REGISTRATION_CONFIRMED", "USE_YOUR_ACCOUNT"), mails(owner.toString()));
        People.Sent second = people.mails(owner, "USE_YOUR_ACCOUNT").get(0);
        assertEquals(userCode, second.model().getString("userCode"));
        // To the address of the account, not to the one that was typed at the partner's.
        assertEquals(userCode + "@example.org", second.to());
        // It is the file of the account now.
        String token = People.logIn(node.client(), userCode, People.PASSWORD)
                .expect(200)
                .getString("accessToken");
        assertEquals(
                number(client),
                node.client()
                        .get("/me/registration")
                        .token(token)
                        .await()
                        .expect(200)
                        .getString("clientNumber"));
        register(other, newKey(), form).await().expect(409, "already-registered");
        assertEquals(
                List.of("REGISTRATION_CONFIRMED", "USE_YOUR_ACCOUNT", "REGISTRATION_CONFIRMED", "USE_YOUR_ACCOUNT"),
                mails(owner.toString()));
    }

    @Test
    void theFormIsCheckedLikeAClientsOwn() {
        JsonObject form = Forms.registration();
        JsonObject problem = register(
                        partner,
                        newKey(),
                        Forms.with(Forms.with(form, "contact", "town", "atlantis"), "declaration", "accepted", false))
                .await()
                .expect(400, "validation");
        List<String> pointers = problem.getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
        assertEquals(List.of("/contact/town", "/declaration/accepted"), pointers);
        register(partner, newKey(), Forms.with(form, "status", "status", "autre"))
                .await()
                .expect(403, "not-admissible");
        register(partner, newKey(), form.copy().put("role", "admin")).await().expect(400, "validation");
        register(partner, newKey(), form.copy().put("language", "de")).await().expect(400, "validation");
    }

    @Test
    void whoNamesTooManyWrongPeopleHearsNothingMore() {
        JsonObject form = knownPerson();
        JsonObject wrong = Forms.with(form, "identity", "birthDate", "1979-05-05");
        JsonObject client =
                register(other, newKey(), Forms.registration()).await().expect(201);
        for (int i = 0; i < MOST_REFUSALS - 1; i++) {
            JsonObject problem = register(partner, newKey(), wrong).await().expect(400, "validation");
            assertEquals(
                    "identity-mismatch",
                    problem.getJsonArray("errors").getJsonObject(0).getString("code"));
        }
        present(partner, nobodysNumber(), "1978-05-05").expect(404, "not-found");
        // Also what would be right, so that nothing is learned.
        Response locked = present(partner, number(client), "1978-05-05");
        locked.expect(429, "locked");
        assertTrue(Integer.parseInt(locked.headers().get("Retry-After")) > 3000, "" + locked.headers());
        register(partner, newKey(), form).await().expect(429, "locked");
        // Another system goes on.
        register(other, newKey(), form).await().expect(201);
        assertEquals(0, people.count("select count(*) from file_history where change = 'IDENTITY_REFUSED'"));
    }

    @Test
    void whatAgreesIsNotCounted() {
        JsonObject client =
                register(other, newKey(), Forms.registration()).await().expect(201);
        for (int i = 0; i < 2 * MOST_REFUSALS; i++) {
            present(partner, number(client), "1978-05-05").expect(200);
        }
        // Side by side neither.
        List<Future<Response>> sent = IntStream.range(0, 3 * MOST_REFUSALS)
                .mapToObj(i -> presenting(backstage.partner("clef"), nobodysNumber(), "1978-05-05")
                        .send())
                .toList();
        sent.forEach(one -> Await.of(one).expect(404, "not-found"));
    }

    /** What systems do together: whatever their number, a client number is guessed at ten times a day. */
    @Test
    void aNumberIsGuessedAtAFewTimesWhoeverAsks() {
        String number =
                number(register(other, newKey(), Forms.registration()).await().expect(201));
        for (String guessed : List.of(number, nobodysNumber())) {
            List<Integer> answers = new ArrayList<>();
            for (int day = 0; day < 4; day++) {
                answers.addAll(guesses(guessed));
                // An hour passes.
                people.execute("update identity_attempt set since = since - interval '1 hour'");
            }
            assertEquals(10, answers.stream().filter(status -> status == 404).count(), guessed);
            assertEquals(10, answers.stream().filter(status -> status == 429).count(), guessed);
            // Also what would be right, so that nothing is learned.
            Response locked = present(backstage.partner("clef"), guessed, "1978-05-05");
            locked.expect(429, "locked");
            int wait = Integer.parseInt(locked.headers().get("Retry-After"));
            assertTrue(wait > 19 * 3600 && wait <= 24 * 3600, wait + " s");
        }
        people.execute("update identity_attempt set since = since - interval '1 day'");
        present(partner, number, "1978-05-05").expect(200);
        // Who is refused because of the number has used up nothing of the own.
        TestClient patient = backstage.partner("clef");
        String locked = nobodysNumber();
        guesses(locked);
        for (int i = 0; i < 2 * MOST_REFUSALS; i++) {
            present(patient, locked, "1978-05-05").expect(429, "locked");
        }
        present(patient, number, "1978-05-05").expect(200);
    }

    /** The answers to five guesses, of five systems. */
    private static List<Integer> guesses(String number) {
        return IntStream.range(0, 5)
                .mapToObj(i -> present(backstage.partner("clef"), number, "19" + (60 + i) + "-05-05")
                        .status())
                .toList();
    }

    private static String nobodysNumber() {
        return String.valueOf(nobodys.incrementAndGet());
    }

    @Test
    void guessesSideBySideDoNotGetAroundTheLimit() {
        List<Future<Response>> sent = IntStream.range(0, 4 * MOST_REFUSALS)
                .mapToObj(
                        i -> presenting(partner, nobodysNumber(), "1978-05-05").send())
                .toList();
        long answered =
                sent.stream().filter(one -> Await.of(one).status() == 404).count();
        assertEquals(MOST_REFUSALS, answered);
    }

    @Test
    void theNumberAndTheBirthDateOpenTheFile() {
        JsonObject client =
                register(other, newKey(), Forms.registration()).await().expect(201);
        String id = client.getString("id");
        show(partner, id).expect(404, "not-found");
        present(partner, number(client), "1978-05-06").expect(404, "not-found");
        present(partner, "abc", "1978-05-05").expect(404, "not-found");
        String spaced = number(client).substring(0, 2) + " " + number(client).substring(2);
        assertEquals(client, present(partner, spaced, "1978-05-05").expect(200));
        assertEquals(client, show(partner, id).expect(200));
        assertEquals(client, present(partner, number(client), "1978-05-05").expect(200));
        assertEquals(
                List.of(
                        "PARTNER clef CONSENT_GIVEN",
                        "PARTNER clef FILE_VIEWED",
                        "PARTNER clef FILE_VIEWED",
                        "PARTNER clef FILE_VIEWED"),
                audit(id).stream().filter(line -> line.contains("clef")).toList());
    }

    @Test
    void aConsentEndsWhenTheClientSaysSo() {
        TestClient owner = backstage.client();
        backstage.register(owner, "resident-permanent", java.time.LocalDate.of(2020, 1, 1), true);
        String number = people.rows("select number from registration where client_id = ?", owner.id())
                .get(0)
                .get(0);
        present(partner, number, "1980-10-01").expect(200);
        present(other, number, "1980-10-01").expect(200);
        JsonArray consents = node.client()
                .get("/me/consents")
                .token(owner.token())
                .header("Accept-Language", "en")
                .await()
                .expect(200)
                .getJsonArray("items");
        assertEquals(
                List.of("Other", "La Clef"),
                consents.stream()
                        .map(one ->
                                ((JsonObject) one).getJsonObject("organisation").getString("name"))
                        .toList());
        JsonObject withdrawn = withdraw(owner, "clef").expect(200);
        assertTrue(withdrawn.containsKey("withdrawnAt"));
        show(partner, owner.id().toString()).expect(404, "not-found");
        node.client()
                .patch("/partner/clients/" + owner.id() + "/contact")
                .token(partner.token())
                .json(new JsonObject().put("homePhone", "514 555-0199"))
                .await()
                .expect(404, "not-found");
        letter(partner, owner.id().toString()).expect(404, "not-found");
        show(other, owner.id().toString()).expect(200);
        assertEquals(withdrawn, withdraw(owner, "clef").expect(200));
        withdraw(owner, "bureau").expect(404, "not-found");
        withdraw(owner, "Clef").expect(404, "not-found");
        assertEquals(List.of(), mails(owner.id().toString()));
        // It begins anew, with another entry of its own, and the client is told.
        present(partner, number, "1980-10-01").expect(200);
        present(partner, number, "1980-10-01").expect(200);
        assertEquals(
                List.of(new People.Sent("draco@example.org", "fr", new JsonObject().put("organisation", "La Clef"))),
                people.mails(owner.id(), "CONSENT_GIVEN_AGAIN"));
        show(partner, owner.id().toString()).expect(200);
        JsonObject page = node.client()
                .get("/me/consents?limit=1")
                .token(owner.token())
                .await()
                .expect(200);
        assertFalse(page.getJsonArray("items").getJsonObject(0).containsKey("withdrawnAt"));
        assertEquals(
                1,
                node.client()
                        .get("/me/consents?cursor=" + page.getString("nextCursor"))
                        .token(owner.token())
                        .await()
                        .expect(200)
                        .getJsonArray("items")
                        .size());
        node.client().get("/me/consents?cursor=x").token(owner.token()).await().expect(400, "validation");
        assertEquals(
                List.of("CLIENT - CONSENT_WITHDRAWN"),
                audit(owner.id().toString()).stream()
                        .filter(line -> line.startsWith("CLIENT"))
                        .toList());
    }

    @Test
    void whoHasAnAccountIsToldThereThatAConsentBeganAnew() {
        JsonObject client =
                register(other, newKey(), Forms.registration()).await().expect(201);
        UUID id = UUID.fromString(client.getString("id"));
        String userCode = People.newUserCode();
        JsonObject authorization = new JsonObject()
                .put(
                        "authorizationCode",
                        people.mails(id, "CREATE_YOUR_ACCOUNT").get(0).model().getString("authorizationCode"))
                .put("birthDate", "1978-05-05")
                .put("sex", "M")
                .put("clientNumber", number(client));
        node.client()
                .post("/accounts")
                .json(People.account(userCode).put("authorization", authorization))
                .header("Accept-Language", "en")
                .await()
                .expect(201);
        people.execute("update consent set withdrawn_at = clock_timestamp() where client_id = ?", id);
        present(other, number(client), "1978-05-05").expect(200);
        assertEquals(
                List.of(new People.Sent(
                        userCode + "@example.org", "en", new JsonObject().put("organisation", "Other"))),
                people.mails(id, "CONSENT_GIVEN_AGAIN"));
    }

    private static Response withdraw(TestClient owner, String organisation) {
        return node.client()
                .post("/me/consents/" + organisation + "/withdraw")
                .token(owner.token())
                .await();
    }

    @Test
    void aPartnerChangesFilesAndTheHistorySaysSo() {
        JsonObject client =
                register(partner, newKey(), Forms.registration()).await().expect(201);
        String id = client.getString("id");
        Response changed = patch(id, "contact", new JsonObject().put("homePhone", "514 555-0199"), "\"1\"");
        assertEquals(
                "514 555-0199",
                changed.expect(200)
                        .getJsonObject("registration")
                        .getJsonObject("contact")
                        .getString("homePhone"));
        assertEquals("\"2\"", changed.headers().get("ETag"));
        patch(id, "contact", new JsonObject().put("homePhone", "514 555-0100"), "\"1\"")
                .expect(412, "file-changed");
        patch(id, "status", new JsonObject().put("french", false), "\"2\"").expect(200);
        patch(id, "status", new JsonObject().put("status", "autre"), "\"3\"").expect(403, "not-admissible");
        patch(id, "complementary", new JsonObject().put("intendedOccupation", "Infirmier"), "\"3\"")
                .expect(200);
        patch(id, "complementary", new JsonObject().put("schooling", "x"), "\"4\"")
                .expect(400, "validation");
        assertEquals(
                List.of("REGISTERED", "CONTACT", "STATUS", "COMPLEMENTARY"),
                people
                        .rows(
                                "select change from file_history where client_id = ? and source = 'PARTNER'"
                                        + " and actor = ? order by id",
                                UUID.fromString(id),
                                partner.id())
                        .stream()
                        .map(row -> row.get(0))
                        .toList());
        assertEquals(
                4,
                audit(id).stream()
                        .filter(line -> line.equals("PARTNER clef FILE_CHANGED"))
                        .count());
    }

    private Response patch(String id, String section, JsonObject changes, String version) {
        return node.client()
                .patch("/partner/clients/" + id + "/" + section)
                .token(partner.token())
                .header("If-Match", version)
                .json(changes)
                .await();
    }

    private static Response letter(TestClient by, String id) {
        return node.client()
                .post("/partner/clients/" + id + "/letter")
                .token(by.token())
                .await();
    }

    @Test
    void aLetterHasACodeThatWorks() throws IOException {
        JsonObject form = Forms.with(
                Forms.with(Forms.registration(), "identity", "familyName", "Nguyễn-D’Église <b>"),
                "identity",
                "familyName",
                "Łukaszewicz-D’Église");
        JsonObject client = register(partner, newKey(), form).await().expect(201);
        String id = client.getString("id");
        Response response = letter(partner, id);
        assertEquals(200, response.status());
        assertEquals("application/pdf", response.headers().get("Content-Type"));
        assertEquals("no-store", response.headers().get("Cache-Control"));
        String text = text(response);
        assertTrue(text.contains("Bernard Łukaszewicz-D’Église"), text);
        assertTrue(text.contains("600, 10e rue"), text);
        assertTrue(text.contains("Québec (QC)"), text);
        assertTrue(text.contains("G1J 2N7"), text);
        assertTrue(text.contains("Votre numéro de client rendez-vous est : " + number(client)), text);
        String code = text.lines()
                .map(String::strip)
                .filter(line -> line.matches("[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(text));
        JsonObject claim = new JsonObject()
                .put("authorizationCode", code)
                .put("birthDate", "1978-05-05")
                .put("sex", "M");
        node.client().post("/accounts/authorization").json(claim).await().expect(200);
        // The one in the mail was replaced; the third mail says no more than that there is a letter.
        String mailed = people.mails(UUID.fromString(id), "CREATE_YOUR_ACCOUNT")
                .get(0)
                .model()
                .getString("authorizationCode");
        node.client()
                .post("/accounts/authorization")
                .json(claim.copy().put("authorizationCode", mailed))
                .await()
                .expect(403, "authorization-code-invalid");
        assertEquals(List.of("REGISTRATION_CONFIRMED", "CREATE_YOUR_ACCOUNT", "LETTER_PRINTED"), mails(id));
        assertTrue(audit(id).contains("PARTNER clef LETTER_PRINTED"), audit(id).toString());
        letter(other, id).expect(404, "not-found");
    }

    /** Whoever prints a letter reads the code, and could make the account. */
    @Test
    void whoMayUseAFileButHasNotMadeItPrintsNoLetter() {
        JsonObject client =
                register(partner, newKey(), Forms.registration()).await().expect(201);
        String id = client.getString("id");
        present(other, number(client), "1978-05-05").expect(200);
        letter(other, id).expect(409, "registered-elsewhere");
        assertEquals(List.of("REGISTRATION_CONFIRMED", "CREATE_YOUR_ACCOUNT"), mails(id));
        assertEquals(200, letter(backstage.partner("clef"), id).status(), "another system of the organisation");
    }

    private static String text(Response response) throws IOException {
        try (PDDocument document =
                Loader.loadPDF(Objects.requireNonNull(response.body()).getBytes())) {
            assertEquals(1, document.getNumberOfPages());
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void lettersInEnglishAndOfManyAtOnce() throws IOException {
        JsonObject form = Forms.registration().put("language", "en");
        String id = register(partner, newKey(), form).await().expect(201).getString("id");
        List<Future<Response>> sent = IntStream.range(0, 5)
                .mapToObj(i -> node.client()
                        .post("/partner/clients/" + id + "/letter")
                        .token(partner.token())
                        .send())
                .toList();
        for (Future<Response> one : sent) {
            Response letter = Await.of(one);
            assertEquals(200, letter.status(), letter::toString);
            String text = text(letter);
            assertTrue(text.contains("Create your account"), text);
            assertTrue(text.toLowerCase(Locale.ROOT).contains("dear bernard brandford"), text);
        }
        assertEquals(
                1,
                people.count(
                        "select count(*) from authorization_code where client_id = ? and used_at is null",
                        UUID.fromString(id)));
    }

    @Test
    void whoIsErasedIsGoneForPartnersToo() {
        JsonObject client =
                register(partner, newKey(), Forms.registration()).await().expect(201);
        UUID id = UUID.fromString(client.getString("id"));
        people.execute("insert into erasure_request (client_id) values (?)", id);
        people.execute("delete from consent where client_id = ?", id);
        present(partner, number(client), "1978-05-05").expect(404, "not-found");
        show(partner, id.toString()).expect(404, "not-found");
        assertEquals(0, people.count("select count(*) from consent where client_id = ?", id));
    }

    /** The same as everywhere: who is to go for want of use only, and is there again, stays. */
    @Test
    void whoseUnusedAccountWasToGoIsThereUntilThatIsSettled() {
        JsonObject client =
                register(partner, newKey(), Forms.registration()).await().expect(201);
        people.execute(
                "insert into erasure_request (client_id, because) values (?, 'UNUSED')",
                UUID.fromString(client.getString("id")));
        assertEquals(client, show(partner, client.getString("id")).expect(200));
        assertEquals(client, present(other, number(client), "1978-05-05").expect(200));
    }

    @Test
    void whoIsRegisteredInAnAccountThatWasToGoKeepsIt() {
        JsonObject form = knownPerson();
        UUID owner = People.create(node.client(), People.newUserCode());
        people.execute(
                "update account set reference_number = ? where client_id = ?",
                form.getJsonObject("identity").getString("referenceNumber"),
                owner);
        people.execute("insert into erasure_request (client_id, because) values (?, 'UNUSED')", owner);
        assertEquals(
                owner.toString(),
                register(partner, newKey(), form).await().expect(201).getString("id"));
        assertEquals(0, people.count("select count(*) from erasure_request where client_id = ?", owner));
    }
}
