package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.creneau.slot.Slot;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person does, from the account to the log-out, over real HTTP against real servers. */
class JourneyIT {

    private static final String PASSWORD = "abc12345";

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
        assertEquals(List.of(), backstage.violations());
        backstage.close();
    }

    @Test
    void fromTheAccountToTheLogOut() {
        Slot first = offer.open(3);
        Slot second = offer.open(3);
        String userCode = newUserCode();

        JsonObject account =
                client.post("/accounts").json(account(userCode)).await().expect(201);
        assertEquals(userCode, account.getString("userCode"));
        String token = logIn(userCode, PASSWORD).getString("accessToken");
        assertEquals(
                account.getString("id"),
                client.get("/me").token(token).await().expect(200).getString("id"));

        Until.holds(() -> shown().containsAll(Set.of(first.id(), second.id())));
        Response made = client.post("/bookings").token(token).json(slot(first)).await();
        JsonObject booking = made.expect(201);
        assertEquals(
                "/api/v1/bookings/" + booking.getString("id"), made.headers().get("Location"));
        assertEquals("BOOKED", booking.getString("state"));
        assertEquals("CLIENT", booking.getString("source"));
        assertFalse(booking.getString("reference").isBlank());
        assertEquals(
                booking,
                client.get("/bookings/" + booking.getString("id"))
                        .token(token)
                        .await()
                        .expect(200));

        JsonObject moved = client.post("/bookings/" + booking.getString("id") + "/reschedule")
                .token(token)
                .json(slot(second))
                .await()
                .expect(200);
        assertEquals(second.id().toString(), moved.getJsonObject("slot").getString("id"));
        JsonObject cancelled = client.post("/bookings/" + moved.getString("id") + "/cancel")
                .token(token)
                .await()
                .expect(200);
        assertEquals("CANCELLED", cancelled.getString("state"));
        JsonArray all = client.get("/bookings").token(token).await().expect(200).getJsonArray("items");
        assertEquals(List.of("CANCELLED", "RESCHEDULED"), strings(all, "state"));
        assertEquals(moved.getString("id"), all.getJsonObject(1).getString("rescheduledTo"));

        assertEquals(204, client.post("/auth/logout").token(token).await().status());
        client.get("/me").token(token).await().expect(401, "unauthenticated");
        client.post("/bookings").token(token).json(slot(first)).await().expect(401, "unauthenticated");
    }

    @Test
    void everythingWrongWithAnAccountIsSaidAtOnce() {
        JsonObject bad = new JsonObject()
                .put("userCode", "é b")
                .put("password", "short")
                .put("email", "nobody")
                .put(
                        "securityQuestions",
                        new JsonArray().add(answer("passe-temps", " ")).add(answer("passe-temps", "x")));
        JsonObject problem = client.post("/accounts").json(bad).await().expect(400, "validation");
        assertEquals(
                new TreeSet<>(Set.of(
                        "/userCode user-code-length",
                        "/userCode user-code-composition",
                        "/password password-length",
                        "/password password-composition",
                        "/email email-invalid",
                        "/securityQuestions/0/answer security-answer-length",
                        "/securityQuestions/1/question security-question-repeated")),
                errors(problem));
        assertTrue(problem.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .anyMatch(error -> error.getString("detail")
                        .equals("Le code d'utilisateur doit comporter de 8 à 16 caractères.")));
        JsonArray blanks = new JsonArray().add(answer("", "")).add(answer("livre", ""));
        JsonObject blank = credentials("", "").put("email", "").put("securityQuestions", blanks);
        assertEquals(
                Set.of("/userCode", "/password", "/email", "/securityQuestions"),
                errors(client.post("/accounts").json(blank).await().expect(400, "validation")).stream()
                        .map(error -> error.split("[ /]", -1)[1])
                        .map(field -> "/" + field)
                        .collect(Collectors.toSet()));
    }

    @Test
    void aUserCodeBelongsToOnePersonWhateverItsCapitals() {
        String userCode = newUserCode();
        client.post("/accounts").json(account(userCode)).await().expect(201);
        client.post("/accounts")
                .json(account(userCode.toUpperCase(Locale.ROOT)))
                .await()
                .expect(409, "user-code-taken");
    }

    @Test
    void wrongCodeAndWrongPasswordAreOneAnswer() {
        String userCode = newUserCode();
        client.post("/accounts").json(account(userCode)).await().expect(201);
        JsonObject wrongPassword = client.post("/auth/login")
                .json(credentials(userCode, "xyz98765"))
                .await()
                .expect(401, "bad-credentials");
        JsonObject nobody = client.post("/auth/login")
                .json(credentials(newUserCode(), PASSWORD))
                .await()
                .expect(401, "bad-credentials");
        assertEquals(wrongPassword, nobody);
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReuseEndsTheLogIn() {
        JsonObject loggedIn = newLogIn();
        String stolen = loggedIn.getString("refreshToken");
        JsonObject fresh = refresh(stolen).expect(200);
        assertNotEquals(stolen, fresh.getString("refreshToken"));
        client.get("/me").token(fresh.getString("accessToken")).await().expect(200);

        refresh(stolen).expect(401, "unauthenticated");
        refresh(fresh.getString("refreshToken")).expect(401, "unauthenticated");
        client.get("/me").token(fresh.getString("accessToken")).await().expect(401, "unauthenticated");
    }

    @Test
    void aNewPasswordEndsEveryOtherLogIn() {
        String userCode = newUserCode();
        client.post("/accounts").json(account(userCode)).await().expect(201);
        String elsewhere = logIn(userCode, PASSWORD).getString("accessToken");
        JsonObject before = logIn(userCode, PASSWORD);
        String here = before.getString("accessToken");
        changePassword(here, "wrong123", "new45678").expect(401, "bad-credentials");
        assertEquals(
                Set.of("/newPassword password-composition"),
                errors(changePassword(here, PASSWORD, "lettersonly").expect(400, "validation")));

        String next = changePassword(here, PASSWORD, "new45678").expect(200).getString("accessToken");

        client.get("/me").token(next).await().expect(200);
        refresh(before.getString("refreshToken")).expect(401, "unauthenticated");
        client.get("/me").token(next).await().expect(200);
        client.get("/me").token(elsewhere).await().expect(401, "unauthenticated");
        client.post("/auth/login").json(credentials(userCode, PASSWORD)).await().expect(401, "bad-credentials");
        logIn(userCode, "new45678");
    }

    @Test
    void frenchUnlessEnglishIsAskedFor() {
        Slot slot = offer.open(1);
        String path = "/slots/" + slot.id();
        Response french = client.get(path).await();
        assertEquals("Séance", french.expect(200).getJsonObject("type").getString("name"));
        assertEquals("fr", french.headers().get("Content-Language"));
        Response english =
                client.get(path).header("Accept-Language", "en-CA,fr;q=0.5").await();
        assertEquals("Session", english.expect(200).getJsonObject("type").getString("name"));
        assertEquals("en", english.headers().get("Content-Language"));

        assertEquals("Introuvable", client.get("/slots/x").await().expect(404).getString("title"));
        assertEquals(
                "Not found",
                client.get("/slots/x")
                        .header("Accept-Language", "en")
                        .await()
                        .expect(404)
                        .getString("title"));
    }

    @Test
    void aSlotPublishedMeanwhileIsSoonShownAndCanBeBooked() {
        Slot slot = offer.add(Offer.WORKSHOP, false, Duration.ofDays(9), Duration.ofHours(-1), 1);
        Until.holds(() -> shown().contains(slot.id()));
        client.post("/bookings")
                .token(backstage.client().token())
                .json(slot(slot))
                .await()
                .expect(201);
    }

    private static Set<UUID> shown() {
        return client.get("/slots?limit=100").await().expect(200).getJsonArray("items").stream()
                .map(item -> UUID.fromString(((JsonObject) item).getString("id")))
                .collect(Collectors.toSet());
    }

    private static JsonObject newLogIn() {
        String userCode = newUserCode();
        client.post("/accounts").json(account(userCode)).await().expect(201);
        return logIn(userCode, PASSWORD);
    }

    private static JsonObject logIn(String userCode, String password) {
        return client.post("/auth/login")
                .json(credentials(userCode, password))
                .await()
                .expect(200);
    }

    private static Response refresh(String token) {
        return client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", token))
                .await();
    }

    private static Response changePassword(String token, String current, String next) {
        return client.patch("/me/password")
                .token(token)
                .json(new JsonObject().put("currentPassword", current).put("newPassword", next))
                .await();
    }

    private static String newUserCode() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private static JsonObject credentials(String userCode, String password) {
        return new JsonObject().put("userCode", userCode).put("password", password);
    }

    private static JsonObject account(String userCode) {
        return credentials(userCode, PASSWORD)
                .put("email", userCode + "@example.org")
                .put(
                        "securityQuestions",
                        new JsonArray().add(answer("passe-temps", "Lire")).add(answer("livre", "Maria Chapdelaine")));
    }

    private static JsonObject answer(String question, String answer) {
        return new JsonObject().put("question", question).put("answer", answer);
    }

    private static JsonObject slot(Slot slot) {
        return new JsonObject().put("slotId", slot.id().toString());
    }

    private static List<String> strings(JsonArray items, String field) {
        return items.stream().map(item -> ((JsonObject) item).getString(field)).toList();
    }

    private static Set<String> errors(JsonObject problem) {
        return problem.getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer") + " " + error.getString("code"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
