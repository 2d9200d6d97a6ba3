package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Metrics;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Registered;
import org.creneau.testkit.People.Sent;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forgotten user codes and passwords (guide 4.2, 4.3). */
class RecoveryIT {

    private static final String NEW_PASSWORD = "nouveau2026";
    private static final int MAILS_PER_HOUR = 2;

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final People people = new People(database);
    private static final AtomicInteger nextAddress = new AtomicInteger();
    private static TestNode node;
    private static Backstage backstage;

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        node = TestNode.start(database, redis, settings(false));
    }

    private static Map<String, String> settings(boolean securityQuestions) {
        return Map.of(
                "http.trustedProxies", "127.0.0.1,0:0:0:0:0:0:0:1",
                "auth.recovery.mailsPerHour", "" + MAILS_PER_HOUR,
                "auth.recovery.securityQuestions", "" + securityQuestions);
    }

    @AfterAll
    static void stop() {
        node.close();
        backstage.close();
    }

    private static String anywhere() {
        int next = nextAddress.incrementAndGet();
        return "203.0." + next / 200 + "." + (1 + next % 200);
    }

    /** Somebody with an account and a registration. */
    private record Owner(String userCode, Registered person) {
        UUID clientId() {
            return person.clientId();
        }

        String accountsAddress() {
            return userCode + "@example.org";
        }
    }

    private static Owner owner() {
        Registered person = people.register(true);
        people.execute("delete from registration where client_id = ?", person.clientId());
        String userCode = People.newUserCode();
        UUID client = People.create(node.client(), userCode);
        Registered own = new Registered(
                client,
                person.number(),
                person.referenceNumber(),
                person.givenName(),
                person.familyName(),
                person.email());
        people.register(own);
        return new Owner(userCode, own);
    }

    private static JsonObject named(Owner owner) {
        return new JsonObject()
                .put("givenName", owner.person().givenName())
                .put("familyName", owner.person().familyName())
                .put("birthDate", Registered.BIRTH_DATE)
                .put("sex", Registered.SEX);
    }

    private static Request asked(TestNode at, String what, JsonObject body, String from) {
        return at.client()
                .post("/auth/forgotten-" + what)
                .header("X-Forwarded-For", from)
                .json(body);
    }

    private static Response forgotten(TestNode at, String what, JsonObject body, String from) {
        return asked(at, what, body, from).await();
    }

    private static Response remind(JsonObject body) {
        return forgotten(node, "user-code", body, anywhere());
    }

    private static Response sendPassword(String userCode, String email) {
        return forgotten(
                node, "password", new JsonObject().put("userCode", userCode).put("email", email), anywhere());
    }

    private static String temporaryPassword(Owner owner) {
        sendPassword(owner.userCode(), owner.accountsAddress()).expect(202);
        List<Sent> mails = people.mails(owner.clientId(), "TEMPORARY_PASSWORD");
        return mails.get(mails.size() - 1).model().getString("temporaryPassword");
    }

    /** As if the last mail had been sent a while ago. */
    private static void aMinuteLater(Owner owner) {
        people.execute(
                "update recovery_mail set last_sent_at = last_sent_at - interval '61 s' where account_id ="
                        + " (select id from account where client_id = ?)",
                owner.clientId());
    }

    private static String answer(Response response, int status) {
        JsonObject body = response.expect(status);
        Map<String, String> headers = new TreeMap<>();
        response.headers().forEach(header -> {
            if (!header.getKey().startsWith("RateLimit")) {
                headers.put(header.getKey(), header.getValue());
            }
        });
        return headers + " " + body.encode();
    }

    private static Response logIn(String userCode, String password) {
        return node.client()
                .post("/auth/login")
                .header("X-Forwarded-For", anywhere())
                .json(new JsonObject().put("userCode", userCode).put("password", password))
                .await();
    }

    private static Response changePassword(String token, String current, String wanted) {
        return node.client()
                .patch("/me/password")
                .token(token)
                .json(new JsonObject().put("currentPassword", current).put("newPassword", wanted))
                .await();
    }

    @Test
    void theUserCodeGoesToTheAddressOfTheAccountWhicheverNumberIsGiven() {
        Owner owner = owner();
        List<JsonObject> ways = List.of(
                named(owner).put("referenceNumber", owner.person().referenceNumber()),
                named(owner)
                        .put(
                                "givenName",
                                "  helene anais" + owner.person().givenName().substring(12))
                        .put("familyName", "D EGLISE")
                        .put("clientNumber", String.valueOf(owner.person().number())),
                named(owner).put("email", owner.accountsAddress().toUpperCase(java.util.Locale.ROOT)),
                named(owner).put("email", owner.person().email()));
        for (int i = 0; i < ways.size(); i++) {
            people.execute("delete from recovery_mail");
            assertEquals(
                    "Si les renseignements fournis correspondent à un profil de consultation, un courriel vous sera"
                            + " acheminé afin de vous confirmer votre code d'utilisateur.",
                    remind(ways.get(i)).expect(202).getString("message"));
            List<Sent> mails = people.mails(owner.clientId(), "USER_CODE_REMINDER");
            assertEquals(i + 1, mails.size(), ways.get(i).encode());
            assertEquals(owner.accountsAddress(), mails.get(i).to());
            assertEquals(
                    new JsonObject().put("userCode", owner.userCode()),
                    mails.get(i).model());
        }
    }

    @Test
    void whomOnlyTheMinistryKnowsIsFoundByTheReferenceNumber() {
        String userCode = People.newUserCode();
        UUID client = People.create(node.client(), userCode);
        people.execute("insert into known_person (reference_number, family_name, given_name, birth_date, sex)"
                + " values ('K7654321', 'Nguyễn', 'Thị Ánh', '1978-05-05', 'F')");
        people.execute("update account set reference_number = 'K7654321' where client_id = ?", client);
        remind(new JsonObject()
                        .put("givenName", "Thi Anh")
                        .put("familyName", "NGUYEN")
                        .put("birthDate", "1978-05-05")
                        .put("sex", "F")
                        .put("referenceNumber", "k765-4321"))
                .expect(202);
        assertEquals(1, people.mails(client, "USER_CODE_REMINDER").size());
    }

    @Test
    void nothingTellsWhetherSomebodyWasFound() {
        Owner owner = owner();
        String reference = String.valueOf(owner.person().referenceNumber());
        long hashes = Metrics.hashes(node);
        Set<String> answers = new HashSet<>();
        answers.add(answer(remind(named(owner).put("referenceNumber", reference)), 202));
        for (JsonObject other : List.of(
                named(owner).put("givenName", "Personne").put("referenceNumber", reference),
                named(owner).put("sex", "F").put("referenceNumber", reference),
                named(owner).put("birthDate", "1978-05-06").put("referenceNumber", reference),
                named(owner).put("referenceNumber", "Z9999999"),
                named(owner).put("clientNumber", "abc"),
                named(owner).put("email", "nobody@example.org"))) {
            answers.add(answer(remind(other), 202));
        }
        assertEquals(1, answers.size(), answers.toString());
        assertEquals(1, people.mails(owner.clientId(), "USER_CODE_REMINDER").size());

        Set<String> passwords = new HashSet<>();
        passwords.add(answer(sendPassword(owner.userCode(), owner.accountsAddress()), 202));
        passwords.add(answer(sendPassword(owner.userCode(), "nobody@example.org"), 202));
        passwords.add(answer(sendPassword(People.newUserCode(), owner.accountsAddress()), 202));
        passwords.add(answer(sendPassword("é", "x"), 202));
        assertEquals(1, passwords.size(), passwords.toString());
        assertEquals(1, people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
        assertEquals(hashes, Metrics.hashes(node));
    }

    @Test
    void exactlyOneNumberIsNeeded() {
        Owner owner = owner();
        for (JsonObject body :
                List.of(named(owner), named(owner).put("email", "a@example.org").put("clientNumber", "12345"))) {
            assertEquals(
                    "exactly-one-number",
                    remind(body)
                            .expect(400, "validation")
                            .getJsonArray("errors")
                            .getJsonObject(0)
                            .getString("code"));
        }
    }

    /** At once, because every answer takes its time; each is about somebody else. */
    private static List<Response> forgottenByAll(List<JsonObject> bodies, String from) {
        List<Future<Response>> responses = bodies.stream()
                .map(body -> asked(node, body.containsKey("userCode") ? "password" : "user-code", body, from)
                        .send())
                .toList();
        return responses.stream().map(Await::of).toList();
    }

    @Test
    void tooManyAttemptsLockTheirOwnAddressOutWhetherOrNotThereIsAnybody() {
        Owner owner = owner();
        JsonObject somebody = named(owner).put("clientNumber", "99999");
        JsonObject nobody = named(owner).put("givenName", "Personne").put("clientNumber", "99999");
        JsonObject account = new JsonObject().put("userCode", owner.userCode()).put("email", "guess@example.org");
        JsonObject none = new JsonObject().put("userCode", People.newUserCode()).put("email", "guess@example.org");
        List<JsonObject> bodies = List.of(somebody, nobody, account, none);
        String from = anywhere();
        for (int i = 0; i < 5; i++) {
            forgottenByAll(bodies, from).forEach(response -> assertEquals(202, response.status()));
        }
        people.execute("update login_throttle set next_attempt_at = clock_timestamp() + interval '90 s'"
                + " where failures = 5 and next_attempt_at > last_attempt_at");
        Set<String> locks = new HashSet<>();
        for (Response last : forgottenByAll(bodies, from)) {
            JsonObject problem = last.expect(429, "locked");
            assertTrue(Integer.parseInt(last.headers().get("Retry-After")) > 60);
            assertTrue(problem.getString("detail").contains("1 877 864-9191"));
            locks.add(problem.encode());
        }
        assertEquals(1, locks.size());
        forgottenByAll(bodies, anywhere()).forEach(response -> assertEquals(202, response.status()));
        // Nor is the owner kept from logging in by it.
        assertEquals(200, logIn(owner.userCode(), People.PASSWORD).status());
    }

    @Test
    void nobodyFillsSomebodysMailbox() {
        Owner owner = owner();
        for (int i = 0; i < 3; i++) {
            sendPassword(owner.userCode(), owner.accountsAddress()).expect(202);
        }
        assertEquals(1, people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
        for (int i = 0; i < 3; i++) {
            aMinuteLater(owner);
            sendPassword(owner.userCode(), owner.accountsAddress()).expect(202);
        }
        assertEquals(
                MAILS_PER_HOUR,
                people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
        people.execute("update recovery_mail set hour_began = hour_began - interval '61 minutes'");
        aMinuteLater(owner);
        sendPassword(owner.userCode(), owner.accountsAddress()).expect(202);
        assertEquals(
                MAILS_PER_HOUR + 1,
                people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
    }

    @Test
    void manyRequestsAtOnceSendOneMail() {
        Owner owner = owner();
        JsonObject body = new JsonObject().put("userCode", owner.userCode()).put("email", owner.accountsAddress());
        Await.of(Future.join(IntStream.range(0, 8)
                .mapToObj(i -> node.client()
                        .post("/auth/forgotten-password")
                        .header("X-Forwarded-For", anywhere())
                        .json(body)
                        .send())
                .toList()));
        assertEquals(1, people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
    }

    @Test
    void aTemporaryPasswordOpensTheWayToANewOneAndNothingElse() {
        Owner owner = owner();
        assertEquals(
                "Un mot de passe temporaire et des instructions vous ont été transmis par courrier électronique.",
                sendPassword(owner.userCode(), owner.accountsAddress().replace("@example", "@EXAMPLE"))
                        .expect(202)
                        .getString("message"));
        Sent mail = people.mails(owner.clientId(), "TEMPORARY_PASSWORD").get(0);
        assertEquals(owner.accountsAddress(), mail.to());
        assertEquals(owner.userCode(), mail.model().getString("userCode"));
        String temporary = mail.model().getString("temporaryPassword");
        assertTrue(temporary.matches("[A-Za-z0-9]{12,16}"), temporary);
        assertTrue(Instant.parse(mail.model().getString("expiresAt"))
                .isBefore(Instant.now().plus(Duration.ofMinutes(31))));
        assertEquals(
                0,
                people.count(
                        "select count(*) from temporary_password where temporary_password::text like ?",
                        "%" + temporary + "%"));

        // Whoever asked for it, the owner's password goes on.
        String elsewhere = logIn(owner.userCode(), People.PASSWORD).expect(200).getString("accessToken");
        JsonObject tokens = logIn(owner.userCode(), temporary).expect(200);
        assertTrue(tokens.getBoolean("mustChangePassword"));
        String token = tokens.getString("accessToken");
        node.client().get("/me").token(token).await().expect(403, "must-change-password");
        node.client()
                .patch("/me/account")
                .token(token)
                .json(new JsonObject().put("currentPassword", temporary).put("email", "x@example.org"))
                .await()
                .expect(403, "must-change-password");
        JsonObject refreshed = node.client()
                .post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", tokens.getString("refreshToken")))
                .await()
                .expect(200);
        assertTrue(refreshed.getBoolean("mustChangePassword"));
        // Once.
        logIn(owner.userCode(), temporary).expect(401, "bad-credentials");
        logIn(owner.userCode(), People.PASSWORD).expect(200);

        changePassword(refreshed.getString("accessToken"), "wrong1234", NEW_PASSWORD)
                .expect(401, "bad-credentials");
        changePassword(refreshed.getString("accessToken"), temporary, temporary).expect(400, "validation");
        JsonObject changed = changePassword(refreshed.getString("accessToken"), temporary, NEW_PASSWORD)
                .expect(200);
        assertFalse(changed.getBoolean("mustChangePassword"));
        node.client().get("/me").token(changed.getString("accessToken")).await().expect(200);
        node.client().get("/me").token(elsewhere).await().expect(401);
        logIn(owner.userCode(), People.PASSWORD).expect(401, "bad-credentials");
        assertFalse(logIn(owner.userCode(), NEW_PASSWORD).expect(200).getBoolean("mustChangePassword"));
        assertFalse(node.client()
                .post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", changed.getString("refreshToken")))
                .await()
                .expect(200)
                .getBoolean("mustChangePassword"));

        Sent told = people.mails(owner.clientId(), "PASSWORD_CHANGED").get(0);
        assertEquals(owner.accountsAddress(), told.to());
        assertEquals(new JsonObject().put("userCode", owner.userCode()), told.model());
        assertEquals(List.of("ACCOUNT {\"event\": \"created\"}", "PASSWORD {}"), people.history(owner.clientId()));
    }

    @Test
    void aTemporaryPasswordIsOverSoonOrReplacedOrVoid() {
        Owner owner = owner();
        String first = temporaryPassword(owner);
        aMinuteLater(owner);
        String second = temporaryPassword(owner);
        assertNotEquals(first, second);
        logIn(owner.userCode(), first).expect(401, "bad-credentials");
        people.execute(
                "update temporary_password set expires_at = clock_timestamp() - interval '1 s' where account_id ="
                        + " (select id from account where client_id = ?)",
                owner.clientId());
        logIn(owner.userCode(), second).expect(401, "bad-credentials");

        Owner other = owner();
        String unused = temporaryPassword(other);
        String token = logIn(other.userCode(), People.PASSWORD).expect(200).getString("accessToken");
        changePassword(token, People.PASSWORD, NEW_PASSWORD).expect(200);
        logIn(other.userCode(), unused).expect(401, "bad-credentials");
    }

    @Test
    void ofManyWhoHaveATemporaryPasswordOneGetsIn() {
        Owner owner = owner();
        JsonObject body = new JsonObject().put("userCode", owner.userCode()).put("password", temporaryPassword(owner));
        List<Future<Response>> all = IntStream.range(0, 8)
                .mapToObj(i -> node.client()
                        .post("/auth/login")
                        .header("X-Forwarded-For", anywhere())
                        .json(body)
                        .send())
                .toList();
        Await.of(Future.join(all));
        assertEquals(1, all.stream().filter(one -> one.result().status() == 200).count());
        assertEquals(7, all.stream().filter(one -> one.result().status() == 401).count());
    }

    /** The hash is what takes the time, so it is counted: one for each wrong password. */
    @Test
    void aTemporaryPasswordDoesNotShowInTheWorkOfWrongOnes() {
        Owner with = owner();
        temporaryPassword(with);
        Owner without = owner();
        for (String userCode : List.of(with.userCode(), without.userCode(), People.newUserCode())) {
            long before = Metrics.hashes(node);
            logIn(userCode, "wrong1234").expect(401, "bad-credentials");
            assertEquals(before + 1, Metrics.hashes(node), userCode);
        }
    }

    @Test
    void aSecurityQuestionIsOnlyEverAskedOnTop() {
        Owner owner = owner();
        try (TestNode strict = TestNode.start(database, redis, settings(true))) {
            JsonObject right =
                    new JsonObject().put("userCode", owner.userCode()).put("email", owner.accountsAddress());
            JsonObject answer = new JsonObject().put("question", "passe-temps").put("answer", "Le canot");
            assertEquals(
                    "/securityAnswer",
                    forgotten(strict, "password", right, anywhere())
                            .expect(400, "validation")
                            .getJsonArray("errors")
                            .getJsonObject(0)
                            .getString("pointer"));
            Set<String> answers = new HashSet<>();
            for (JsonObject body : List.of(
                    right.copy().put("securityAnswer", answer.copy().put("answer", "le canot")),
                    right.copy().put("securityAnswer", answer.copy().put("question", "livre")),
                    right.copy().put("email", "nobody@example.org").put("securityAnswer", answer),
                    right.copy().put("userCode", People.newUserCode()).put("securityAnswer", answer),
                    right.copy().put("securityAnswer", answer))) {
                assertEquals(
                        0, people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
                long before = Metrics.hashes(strict);
                answers.add(answer(forgotten(strict, "password", body, anywhere()), 202));
                assertEquals(before + 1, Metrics.hashes(strict), body.encode());
            }
            assertEquals(1, answers.size());
            assertEquals(1, people.mails(owner.clientId(), "TEMPORARY_PASSWORD").size());
        }
    }
}
