package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.People;
import org.creneau.testkit.People.Sent;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients change in their own accounts (guide 6.2, 6.4). */
class AccountChangeIT {

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static final People people = new People(database);
    private static TestNode node;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        node = TestNode.start(database, redis, Map.of("limits.accountChangesPerAccount", "100"));
        client = node.client();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private record Account(UUID clientId, String userCode) {
        String email() {
            return userCode + "@example.org";
        }

        String logIn() {
            return People.logIn(client, userCode, People.PASSWORD).expect(200).getString("accessToken");
        }
    }

    private static Account account() {
        String userCode = People.newUserCode();
        return new Account(People.create(client, userCode), userCode);
    }

    private static JsonObject sensitive() {
        return new JsonObject().put("currentPassword", People.PASSWORD);
    }

    private static Response change(String token, JsonObject body) {
        return client.patch("/me/account").token(token).json(body).await();
    }

    private static int me(String token) {
        return client.get("/me").token(token).await().status();
    }

    @Test
    void aNewUserCodeKeepsEverySession() {
        Account account = account();
        String here = account.logIn();
        String elsewhere = account.logIn();
        String wanted = People.newUserCode();
        JsonObject changed = change(here, sensitive().put("userCode", wanted)).expect(200);
        assertEquals(wanted, changed.getString("userCode"));
        assertEquals(List.of(200, 200), List.of(me(here), me(elsewhere)));
        People.logIn(client, wanted, People.PASSWORD).expect(200);
        People.logIn(client, account.userCode(), People.PASSWORD).expect(401, "bad-credentials");
        assertEquals(
                List.of("ACCOUNT {\"event\": \"created\"}", "ACCOUNT {\"changed\": [\"userCode\"]}"),
                people.history(account.clientId()));
        // In other capitals it is the same code, and may be.
        change(here, sensitive().put("userCode", wanted.toUpperCase(Locale.ROOT)))
                .expect(200);
    }

    @Test
    void aNewAddressEndsTheOtherSessionsAndIsToldToTheOldOne() {
        Account account = account();
        String here = account.logIn();
        String elsewhere = account.logIn();
        people.execute(
                "insert into temporary_password (account_id, digest, expires_at)"
                        + " select id, 'x', now() + interval '1 hour' from account where client_id = ?",
                account.clientId());
        String wanted = "new-" + account.email();
        JsonObject changed = change(here, sensitive().put("email", wanted)).expect(200);
        assertEquals(wanted, changed.getString("email"));
        assertEquals(List.of(200, 401), List.of(me(here), me(elsewhere)));
        List<Sent> told = people.mails(account.clientId(), "EMAIL_CHANGED");
        assertEquals(
                List.of(new Sent(account.email(), "fr", new JsonObject().put("userCode", account.userCode()))), told);
        assertEquals(0, people.count("select count(*) from mail where recipient = ?", wanted));
        assertEquals(List.of("ACCOUNT {\"event\": \"created\"}", "EMAIL {}"), people.history(account.clientId()));
        assertEquals(
                1,
                people.count(
                        "select count(*) from session where end_reason = 'EMAIL_CHANGED' and account_id ="
                                + " (select id from account where client_id = ?)",
                        account.clientId()));
        assertEquals(
                0,
                people.count(
                        "select count(*) from temporary_password where account_id ="
                                + " (select id from account where client_id = ?)",
                        account.clientId()));
        // The same again is no change.
        change(here, sensitive().put("email", wanted)).expect(200);
        assertEquals(1, people.mails(account.clientId(), "EMAIL_CHANGED").size());
    }

    @Test
    void theLanguageTakesNoPassword() {
        Account account = account();
        String token = account.logIn();
        assertEquals(
                "en",
                change(token, new JsonObject().put("language", "en"))
                        .expect(200)
                        .getString("language"));
        assertEquals("en", client.get("/me").token(token).await().expect(200).getString("language"));
        change(token, sensitive().put("email", "x" + account.email())).expect(200);
        assertEquals(
                "en", people.mails(account.clientId(), "EMAIL_CHANGED").get(0).language());
        assertTrue(people.history(account.clientId()).contains("ACCOUNT {\"changed\": [\"language\"]}"));
    }

    @Test
    void newAnswersReplaceTheOldOnesAndAreHashed() {
        Account account = account();
        String token = account.logIn();
        JsonArray questions = new JsonArray()
                .add(new JsonObject().put("question", "livre").put("answer", "Maria Chapdelaine"))
                .add(new JsonObject().put("question", "passe-temps").put("answer", "Lecture"));
        assertEquals(
                new JsonArray().add("livre").add("passe-temps"),
                change(token, sensitive().put("securityQuestions", questions))
                        .expect(200)
                        .getJsonArray("securityQuestions"));
        List<String> stored = people
                .rows(
                        "select answer_hash from security_answer join account on id = account_id where client_id = ?",
                        account.clientId())
                .stream()
                .map(row -> row.get(0))
                .toList();
        assertEquals(2, stored.size());
        assertTrue(stored.stream().allMatch(hash -> hash.startsWith("$argon2id$")));
        assertTrue(people.history(account.clientId()).contains("ACCOUNT {\"changed\": [\"securityQuestions\"]}"));
    }

    @Test
    void theRulesAreThoseOfTheCreation() {
        Account account = account();
        Account other = account();
        String token = account.logIn();
        JsonArray one = new JsonArray()
                .add(new JsonObject().put("question", "livre").put("answer", " "))
                .add(new JsonObject().put("question", "livre").put("answer", "x"));
        JsonObject problem = change(
                        token,
                        new JsonObject()
                                .put("userCode", "é")
                                .put("email", "nowhere")
                                .put("securityQuestions", one))
                .expect(400, "validation");
        assertEquals(
                Set.of(
                        "/currentPassword required",
                        "/userCode user-code-length",
                        "/userCode user-code-composition",
                        "/email email-invalid",
                        "/securityQuestions/0/answer security-answer-length",
                        "/securityQuestions/1/question security-question-repeated"),
                problem.getJsonArray("errors").stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getString("pointer") + " " + error.getString("code"))
                        .collect(Collectors.toSet()));
        change(token, new JsonObject()).expect(400, "validation");
        change(token, sensitive()).expect(400, "validation");
        change(token, new JsonObject().put("language", "de")).expect(400, "validation");
        change(token, sensitive().put("userCode", other.userCode().toUpperCase(Locale.ROOT)))
                .expect(409, "user-code-taken");
        JsonObject wrong = new JsonObject().put("currentPassword", "wrong1234").put("email", "x@example.org");
        for (int i = 0; i < 5; i++) {
            change(token, wrong).expect(401, "bad-credentials");
        }
        // Waits double from a second on.
        JsonObject locked = Until.answers(() -> change(token, wrong), answer -> answer.status() == 429)
                .expect(429, "locked");
        assertEquals("514 864-9191", locked.getJsonObject("contactCentre").getString("montreal"));
        assertEquals(
                account.email(),
                client.get("/me").token(token).await().expect(200).getString("email"));
        assertEquals(List.of("ACCOUNT {\"event\": \"created\"}"), people.history(account.clientId()));
    }

    @Test
    void ofTwoWhoWantOneUserCodeOneGetsIt() {
        String wanted = People.newUserCode();
        List<Future<Response>> both = Stream.of(account(), account())
                .map(Account::logIn)
                .map(token -> client.patch("/me/account")
                        .token(token)
                        .json(sensitive().put("userCode", wanted))
                        .send())
                .toList();
        Await.of(Future.join(both));
        assertEquals(
                List.of(200, 409),
                both.stream().map(one -> one.result().status()).sorted().toList());
    }

    @Test
    void whoHasNoAccountHasNothingToChange() {
        try (Backstage backstage = new Backstage(database, redis)) {
            String token = backstage.client().token();
            change(token, new JsonObject().put("language", "en")).expect(404, "not-found");
            change(token, sensitive().put("email", "x@example.org")).expect(404, "not-found");
        }
    }

    @Test
    void aNewPasswordIsToldByMailAndStandsInTheHistory() {
        Account account = account();
        String here = account.logIn();
        String elsewhere = account.logIn();
        client.patch("/me/password")
                .token(here)
                .json(new JsonObject().put("currentPassword", People.PASSWORD).put("newPassword", "nouveau2026"))
                .await()
                .expect(200);
        assertEquals(
                List.of(new Sent(account.email(), "fr", new JsonObject().put("userCode", account.userCode()))),
                people.mails(account.clientId(), "PASSWORD_CHANGED"));
        assertTrue(people.history(account.clientId()).contains("PASSWORD {}"));
        assertEquals(401, me(elsewhere));
        assertFalse(people.history(account.clientId()).toString().contains("nouveau2026"));
    }
}
