package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.creneau.config.Settings;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient;
import org.creneau.testkit.ContractClient.Request;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Forms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients hear of limits. Each test begins with everything unused: the limits are those of {@link FakeFeatures}. */
class LimitsIT {

    private static final JsonObject CREDENTIALS =
            new JsonObject().put("userCode", "BrAnDfOrD04").put("password", "automne2026");

    private FakeFeatures features;
    private ContractClient client;

    @BeforeEach
    void start() {
        features = new FakeFeatures(UnaryOperator.identity(), Settings.Switch.ON);
        client = ContractClient.create(features.vertx(), features.port());
    }

    @AfterEach
    void stop() {
        client.close();
        features.close();
    }

    /** Until one is too many. Calls come back one by one, so a slow test may be let through some times more. */
    private static Response exhaust(int allowed, Supplier<Request> request) {
        for (int i = 0; i < allowed; i++) {
            Response response = request.get().await();
            assertTrue(response.status() < 300, response::toString);
        }
        Response response = request.get().await();
        for (int i = 0; i < 10 && response.status() < 300; i++) {
            response = request.get().await();
        }
        response.expect(429, "rate-limited");
        int wait = Integer.parseInt(response.headers().get("Retry-After"));
        assertTrue(wait >= 1 && wait <= 60, () -> wait + " s");
        assertTrue(response.headers().get("RateLimit").endsWith(";r=0;t=" + wait), response::toString);
        return response;
    }

    private Request logIn() {
        return client.post("/auth/login").json(CREDENTIALS);
    }

    private Request bookings(String token) {
        return client.get("/bookings").token(token);
    }

    @Test
    void whatIsLeftIsSaid() {
        Response first = bookings(FakeFeatures.TOKEN).await();
        assertEquals("\"account\";q=10;w=60", first.headers().get("RateLimit-Policy"));
        assertEquals("\"account\";r=9;t=6", first.headers().get("RateLimit"));
        Response search = client.get("/slots").await();
        assertEquals("\"address\";q=30;w=60", search.headers().get("RateLimit-Policy"));
        // One comes back every two seconds.
        String left = search.headers().get("RateLimit");
        assertTrue(left.matches("\"address\";r=(28;t=[34]|29;t=[12])"), left);
    }

    @Test
    void everyOperationIsLimitedSaveTwo() {
        for (Operation operation :
                Await.of(Contract.load(features.vertx())).model().operations()) {
            String path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "x");
            Response response = client.request(operation.getHttpMethod(), path)
                    .query("x", "1")
                    .await();
            boolean limited = !Set.of("ping", "getTime").contains(operation.getOperationId());
            assertEquals(limited, response.headers().contains("RateLimit"), operation.getOperationId());
            assertEquals(limited, response.headers().contains("RateLimit-Policy"), operation.getOperationId());
        }
    }

    @Test
    void logIns() {
        exhaust(FakeFeatures.LIMITS.logInsPerAddress(), this::logIn);
        // Each limit is its own.
        client.get("/slots").await().expect(200);
        client.post("/auth/refresh")
                .json(new JsonObject().put("refreshToken", "r"))
                .await()
                .expect(200);
        client.get("/ping").await().expect(200);
        bookings(FakeFeatures.TOKEN).await().expect(200);
    }

    @Test
    void newAccounts() {
        JsonObject account = CREDENTIALS
                .copy()
                .put("email", "client@example.org")
                .put(
                        "securityQuestions",
                        new JsonArray()
                                .add(new JsonObject().put("question", "a").put("answer", "b"))
                                .add(new JsonObject().put("question", "c").put("answer", "d")));
        exhaust(
                FakeFeatures.LIMITS.newAccountsPerAddress(),
                () -> client.post("/accounts").json(account));
        logIn().await().expect(200);
    }

    @Test
    void refreshes() {
        exhaust(
                FakeFeatures.LIMITS.refreshesPerAddress(),
                () -> client.post("/auth/refresh").json(new JsonObject().put("refreshToken", "r")));
    }

    @Test
    void passwordChanges() {
        JsonObject change =
                new JsonObject().put("currentPassword", "automne2026").put("newPassword", "hiver2027");
        exhaust(
                FakeFeatures.LIMITS.passwordChangesPerAccount(),
                () -> client.patch("/me/password").token(FakeFeatures.TOKEN).json(change));
        client.patch("/me/password")
                .token(FakeFeatures.OTHER_TOKEN)
                .json(change)
                .await()
                .expect(200);
    }

    @Test
    void recoveriesAndChangesOfAccountsHaveLimitsOfTheirOwn() {
        JsonObject forgotten = new JsonObject().put("userCode", "BrAnDfOrD04").put("email", "client@example.org");
        exhaust(
                FakeFeatures.LIMITS.recoveriesPerAddress(),
                () -> client.post("/auth/forgotten-password").json(forgotten));
        JsonObject change = new JsonObject().put("language", "en");
        exhaust(
                FakeFeatures.LIMITS.accountChangesPerAccount(),
                () -> client.patch("/me/account").token(FakeFeatures.TOKEN).json(change));
        client.patch("/me/account")
                .token(FakeFeatures.OTHER_TOKEN)
                .json(change)
                .await()
                .expect(200);
    }

    @Test
    void whatPartnersCostTheMinistryHasLimitsOfItsOwn() {
        String ofClient = "/partner/clients/" + FakeFeatures.CLIENT;
        exhaust(
                FakeFeatures.LIMITS.registrationsPerPartner(),
                () -> client.post("/partner/clients")
                        .token(FakeFeatures.PARTNER_TOKEN)
                        .key("k")
                        .json(Forms.registration()));
        exhaust(
                FakeFeatures.LIMITS.lettersPerPartner(),
                () -> client.post(ofClient + "/letter").token(FakeFeatures.PARTNER_TOKEN));
        client.get(ofClient).token(FakeFeatures.PARTNER_TOKEN).await().expect(200);
    }

    @Test
    void theRosterIsChangedAFewTimesAnHour() {
        String employee = "/staff/members/" + FakeFeatures.SOMEBODY_ELSE;
        JsonObject added = new JsonObject()
                .put("userCode", "BrAnDfOrD04")
                .put("organisation", "bureau")
                .put("role", "AGENT");
        for (int i = 0; i < FakeFeatures.LIMITS.employeeChangesPerAccountAnHour(); i++) {
            int status = (i % 2 == 0 ? client.post("/staff/members").json(added) : client.post(employee + "/remove"))
                    .token(FakeFeatures.STAFF_TOKEN)
                    .await()
                    .status();
            assertTrue(status < 300, () -> "" + status);
        }
        Response refused = client.post(employee + "/role")
                .token(FakeFeatures.STAFF_TOKEN)
                .json(new JsonObject().put("role", "MANAGER"))
                .await();
        refused.expect(429, "rate-limited");
        assertEquals("\"employee-change\";q=4;w=3600", refused.headers().get("RateLimit-Policy"));
        client.get("/staff/members").token(FakeFeatures.STAFF_TOKEN).await().expect(200);
    }

    @Test
    void anAccountIsLimitedByItsOwnCallsOnly() {
        // Nobody can use up what belongs to an account without its token…
        for (int i = 0; i < FakeFeatures.LIMITS.requestsPerAccount(); i++) {
            bookings("not-a-token").await().expect(401);
        }
        // … nor another account.
        exhaust(FakeFeatures.LIMITS.requestsPerAccount(), () -> bookings(FakeFeatures.TOKEN));
        bookings(FakeFeatures.OTHER_TOKEN).await().expect(200);
    }

    @Test
    void anAddressIsLimitedWhateverItShows() {
        Response refused = exhaust(FakeFeatures.LIMITS.requestsPerAddress(), () -> client.get("/slots"));
        assertEquals("\"address\";q=30;w=60", refused.headers().get("RateLimit-Policy"));
        exhaust(0, () -> bookings(FakeFeatures.TOKEN));
        exhaust(0, () -> bookings("not-a-token"));
        // What waits for its limit elsewhere goes on: who is logged out can log in again.
        logIn().await().expect(200);
    }

    @Test
    void aCallThatIsRefusedReachesNoFeature() {
        exhaust(FakeFeatures.LIMITS.logInsPerAddress(), this::logIn);
        int before = features.commands.get();
        logIn().await().expect(429, "rate-limited");
        assertEquals(before, features.commands.get());
    }

    @Test
    void pagesMayReadTheHeaders() {
        String exposed = client.get("/slots")
                .header("Origin", "https://rv.example.org")
                .await()
                .headers()
                .get("Access-Control-Expose-Headers");
        List.of("RateLimit", "RateLimit-Policy", "Retry-After")
                .forEach(name -> assertTrue(exposed.contains(name), exposed));
    }

    @Test
    void offMeansOff() {
        try (FakeFeatures unlimited = FakeFeatures.start();
                ContractClient its = ContractClient.create(unlimited.vertx(), unlimited.port())) {
            for (int i = 0; i < 2 * FakeFeatures.LIMITS.requestsPerAddress(); i++) {
                Response response = its.post("/auth/login").json(CREDENTIALS).await();
                response.expect(200);
                assertNull(response.headers().get("RateLimit"));
                assertFalse(response.headers().contains("RateLimit-Policy"));
            }
        }
    }
}
