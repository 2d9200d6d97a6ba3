package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.creneau.testkit.Await;
import org.creneau.testkit.Backstage;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.Offer;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.TokenDesk;
import org.creneau.testkit.TokenDesk.Answer;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How partners' systems get in: their tokens (RFC 6749, section 4.4), their secrets, and the ends of both. */
class PartnerTokenIT {

    private static final String GRANT = "client_credentials";
    private static final Map<String, String> FORM = Map.of("grant_type", GRANT);

    private static final String database = TestServers.newDatabase();
    private static final String redis = TestServers.newRedis();
    private static Backstage backstage;
    private static Offer offer;
    private static TestNode node;
    private static TestNode other;
    private static TokenDesk desk;
    private static TestClient manager;

    private record Credentials(String id, String secretId, String secret) {
        static Credentials of(JsonObject issued) {
            return new Credentials(
                    issued.getJsonObject("partner").getString("id"),
                    issued.getString("secretId"),
                    issued.getString("secret"));
        }
    }

    @BeforeAll
    static void start() {
        backstage = new Backstage(database, redis);
        offer = new Offer(database);
        node = TestNode.start(
                database,
                redis,
                Map.of("limits.partnerLogInsPerAddress", "100000", "limits.tokensPerPartner", "100000"));
        other = TestNode.start(
                database,
                redis,
                Map.of("limits.partnerLogInsPerAddress", "100000", "limits.tokensPerPartner", "100000"));
        desk = new TokenDesk(node.httpPort());
        manager = backstage.employee("bureau", true, true);
    }

    @AfterAll
    static void stop() {
        node.close();
        other.close();
        backstage.close();
    }

    private static Credentials add(String... scopes) {
        return Credentials.of(node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "Réception")
                        .put("scopes", new JsonArray(List.of(scopes))))
                .await()
                .expect(201));
    }

    private static Response manage(String path) {
        return node.client().post(path).token(manager.token()).await();
    }

    private static Credentials rotate(String id, int overlapMinutes) {
        return Credentials.of(node.client()
                .post("/staff/partners/" + id + "/secrets")
                .token(manager.token())
                .json(new JsonObject().put("overlapMinutes", overlapMinutes))
                .await()
                .expect(201));
    }

    /** 403 for a token that is known, and no account's; 401 for one that is good no longer. */
    private static int status(TestNode at, String token) {
        return at.client().get("/me").token(token).await().status();
    }

    @Test
    void aSystemGetsATokenInBothWays() {
        Credentials system = add("clients", "bookings");
        Answer basic = desk.ask(system.id(), system.secret());
        assertEquals("Bearer", basic.json().getString("token_type"));
        assertEquals(900, basic.json().getInteger("expires_in"));
        assertEquals("clients bookings", basic.json().getString("scope"));
        assertEquals("no-store", basic.header("Cache-Control"));
        assertEquals("no-cache", basic.header("Pragma"));
        assertEquals("application/json", basic.header("Content-Type"));
        assertEquals(403, status(node, basic.token()));
        Answer posted =
                desk.post(Map.of("grant_type", GRANT, "client_id", system.id(), "client_secret", system.secret()));
        assertEquals(403, status(other, posted.token()));
        assertNotEquals(basic.token(), posted.token());
        // Libraries that name the client twice.
        assertEquals(
                200,
                desk.basic(system.id(), system.secret(), Map.of("grant_type", GRANT, "client_id", system.id()))
                        .status());
    }

    @Test
    void aStockClientLibraryGetsOne() {
        Credentials system = add("clients", "events");
        Vertx vertx = Vertx.vertx();
        try {
            OAuth2Auth library = OAuth2Auth.create(
                    vertx,
                    new OAuth2Options()
                            .setSite("http://localhost:" + node.httpPort())
                            .setTokenPath("/oauth/token")
                            .setClientId(system.id())
                            .setClientSecret(system.secret()));
            User user = Await.of(library.authenticate(
                    new Oauth2Credentials().setFlow(OAuth2FlowType.CLIENT).addScope("events")));
            assertEquals("events", user.principal().getString("scope"));
            assertEquals(403, status(node, user.principal().getString("access_token")));
        } finally {
            Await.of(vertx.close());
        }
    }

    @Test
    void libraryFindsTheEndpointByItself() {
        Answer metadata = desk.get("/.well-known/oauth-authorization-server");
        assertEquals(200, metadata.status());
        assertEquals("http://localhost:8080", metadata.json().getString("issuer"));
        assertEquals("http://localhost:8080/oauth/token", metadata.json().getString("token_endpoint"));
        assertEquals(new JsonArray().add(GRANT), metadata.json().getJsonArray("grant_types_supported"));
        assertEquals("public, max-age=60", metadata.header("Cache-Control"));
    }

    @Test
    void aSubsetOfTheScopesMayBeAskedFor() {
        Credentials system = add("clients", "bookings");
        Map<String, String> form = Map.of("grant_type", GRANT, "scope", "bookings");
        Answer answer = desk.basic(system.id(), system.secret(), form);
        assertEquals("bookings", answer.json().getString("scope"));
        // The other scope is not in it.
        node.client()
                .get("/partner/clients/" + UUID.randomUUID())
                .token(answer.token())
                .await()
                .expect(403, "forbidden");
        for (String wrong :
                List.of("events", "bookings events", "admin", "bookings  clients", " bookings", "Bookings")) {
            assertEquals(
                    "400 invalid_scope",
                    desk.basic(system.id(), system.secret(), Map.of("grant_type", GRANT, "scope", wrong))
                            .error(),
                    wrong);
        }
        assertEquals(
                "clients bookings",
                desk.basic(system.id(), system.secret(), Map.of("grant_type", GRANT, "scope", ""))
                        .json()
                        .getString("scope"));
    }

    @Test
    void whoIsNotKnownHearsTheSameWhateverIsWrong() {
        Credentials system = add("clients");
        Credentials another = add("clients");
        Answer unknown = desk.ask(UUID.randomUUID().toString(), system.secret());
        assertEquals("401 invalid_client", unknown.error());
        assertTrue(unknown.header("WWW-Authenticate").startsWith("Basic "), unknown.header("WWW-Authenticate"));
        assertEquals("no-store", unknown.header("Cache-Control"));
        List<Answer> others = List.of(
                desk.ask(system.id(), "wrong"),
                desk.ask(system.id(), another.secret()),
                desk.ask(system.id().toUpperCase(java.util.Locale.ROOT), system.secret()),
                desk.ask("no-id", system.secret()),
                desk.ask("", ""),
                desk.post(Map.of("grant_type", GRANT, "client_id", system.id(), "client_secret", "é")));
        others.forEach(answer -> {
            assertEquals(unknown.status(), answer.status());
            assertEquals(unknown.json(), answer.json());
            assertEquals(unknown.header("WWW-Authenticate"), answer.header("WWW-Authenticate"));
        });
    }

    @Test
    void requestsThatAreNoneAreRefusedAsTheStandardSays() {
        Credentials system = add("clients");
        String id = system.id();
        String secret = system.secret();
        assertEquals("400 invalid_request", desk.basic(id, secret, Map.of()).error());
        assertEquals(
                "400 unsupported_grant_type",
                desk.basic(id, secret, Map.of("grant_type", "password")).error());
        assertEquals("401 invalid_client", desk.post(FORM).error());
        assertEquals(
                "400 invalid_request",
                desk.basic(id, secret, Map.of("grant_type", GRANT, "client_secret", secret))
                        .error());
        assertEquals(
                "400 invalid_request",
                desk.basic(id, secret, Map.of("grant_type", GRANT, "client_id", "another"))
                        .error());
        assertEquals(
                "400 invalid_request",
                desk.send(desk.request("/oauth/token"), "grant_type=" + GRANT + "&grant_type=" + GRANT)
                        .error());
        assertEquals(
                "400 invalid_request",
                desk.send(desk.request("/oauth/token?client_id=" + id), "grant_type=" + GRANT)
                        .error());
        HttpRequest.Builder json = desk.request("/oauth/token").setHeader("Content-Type", "application/json");
        assertEquals("400 invalid_request", desk.send(json, "{}").error());
        for (String authorization :
                List.of("Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer x", "Basic /w==", "Basic JTolZw==")) {
            assertEquals(
                    "401 invalid_client",
                    desk.send(
                                    desk.request("/oauth/token").header("Authorization", authorization),
                                    "grant_type=" + GRANT)
                            .error(),
                    authorization);
        }
        assertEquals(405, desk.get("/oauth/token").status());
        assertEquals("POST", desk.get("/oauth/token").header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type=%zz",
                "%",
                "&&&&====",
                "grant_type",
                "\u0000\u0000",
                "{\"grant_type\":\"client_credentials\"}"
            })
    void nonsenseIsRefused(String body) {
        Credentials system = add("clients");
        HttpRequest.Builder request = desk.request("/oauth/token")
                .header("Authorization", TokenDesk.basic(system.id() + ":" + system.secret()));
        int status = desk.send(request, body).status();
        assertEquals(400, status);
    }

    @Test
    void longBodiesAreRefused() {
        Answer answer = desk.send(desk.request("/oauth/token"), "grant_type=" + GRANT + "&x=" + "y".repeat(5000));
        assertTrue(answer.status() == 413 || answer.status() == 400, "" + answer.status());
        Answer many = desk.send(desk.request("/oauth/token"), "a=b&".repeat(1000));
        assertTrue(many.status() == 413 || many.status() == 400, "" + many.status());
    }

    @Test
    void aRevokedSecretEndsItsTokensOnAllNodesAndNoOthers() {
        Credentials first = add("clients");
        Credentials second = rotate(first.id(), 60);
        String token = desk.ask(first.id(), first.secret()).token();
        String kept = desk.ask(second.id(), second.secret()).token();
        assertEquals(403, status(node, token));
        assertEquals(403, status(other, token));
        String path = "/staff/partners/" + first.id() + "/secrets/" + first.secretId() + "/revoke";
        JsonObject partner = manage(path).expect(200);
        assertEquals(2, partner.getJsonArray("secrets").size());
        assertEquals(401, status(node, token));
        long asked = System.nanoTime();
        Until.holds(() -> status(other, token) == 401);
        assertTrue(System.nanoTime() - asked < 10_000_000_000L, "much longer than the other node's second");
        assertEquals("401 invalid_client", desk.ask(first.id(), first.secret()).error());
        assertEquals(403, status(node, kept));
        assertEquals(403, status(other, kept));
        assertEquals(partner, manage(path).expect(200));
        manage("/staff/partners/" + first.id() + "/secrets/" + UUID.randomUUID() + "/revoke")
                .expect(404, "not-found");
        manage("/staff/partners/" + add("clients").id() + "/secrets/" + second.secretId() + "/revoke")
                .expect(404, "not-found");
    }

    @Test
    void secretsFollowEachOtherWithoutABreak() {
        Credentials first = add("clients");
        String token = desk.ask(first.id(), first.secret()).token();
        Credentials second = rotate(first.id(), 30);
        assertEquals(200, desk.ask(first.id(), first.secret()).status());
        assertEquals(200, desk.ask(second.id(), second.secret()).status());
        assertEquals(403, status(node, token));
        // The first one's end comes.
        offer.execute("update partner_secret set expires_at = clock_timestamp() + interval '2 seconds' where id = '"
                + first.secretId() + "'");
        Answer last = desk.ask(first.id(), first.secret());
        if (last.status() == 200) {
            assertTrue(last.json().getInteger("expires_in") <= 2, last.json().encode());
        }
        Until.holds(() -> desk.ask(first.id(), first.secret()).status() == 401);
        Until.holds(() -> status(node, token) == 401);
        Until.holds(() -> status(other, token) == 401);
        assertEquals(200, desk.ask(second.id(), second.secret()).status());
        // At once.
        String still = desk.ask(second.id(), second.secret()).token();
        Credentials third = rotate(first.id(), 0);
        assertEquals(401, status(node, still));
        assertEquals(
                "401 invalid_client", desk.ask(second.id(), second.secret()).error());
        assertEquals(200, desk.ask(third.id(), third.secret()).status());
    }

    @Test
    void aSystemHasABoundedNumberOfGoodSecrets() {
        Credentials first = add("clients");
        for (int i = 1; i < 5; i++) {
            rotate(first.id(), 60);
        }
        String ends = "select id, expires_at from partner_secret where partner_id = '" + first.id() + "' order by id";
        List<List<Object>> before = offer.rows(ends);
        node.client()
                .post("/staff/partners/" + first.id() + "/secrets")
                .token(manager.token())
                .json(new JsonObject().put("overlapMinutes", 1))
                .await()
                .expect(409, "too-many-secrets");
        assertEquals(before, offer.rows(ends), "what is refused ends nothing");
        rotate(first.id(), 0);
    }

    @Test
    void aDisabledSystemIsOut() {
        Credentials system = add("clients");
        String token = desk.ask(system.id(), system.secret()).token();
        assertTrue(manage("/staff/partners/" + system.id() + "/disable")
                .expect(200)
                .containsKey("disabledAt"));
        assertEquals(401, status(node, token));
        Until.holds(() -> status(other, token) == 401);
        assertEquals(
                "401 invalid_client", desk.ask(system.id(), system.secret()).error());
        manage("/staff/partners/" + system.id() + "/disable").expect(200);
        node.client()
                .post("/staff/partners/" + system.id() + "/secrets")
                .token(manager.token())
                .json(new JsonObject())
                .await()
                .expect(409, "partner-disabled");
        manage("/staff/partners/" + UUID.randomUUID() + "/disable").expect(404, "not-found");
    }

    @Test
    void whatIsAddedMustMakeSense() {
        JsonObject problem = node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "nobody")
                        .put("name", "X")
                        .put("scopes", new JsonArray().add("clients")))
                .await()
                .expect(400, "validation");
        assertEquals(
                "/organisation", problem.getJsonArray("errors").getJsonObject(0).getString("pointer"));
        for (JsonObject wrong : List.of(
                new JsonObject().put("organisation", "clef").put("name", "X").put("scopes", new JsonArray()),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", " ")
                        .put("scopes", new JsonArray().add("clients")),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "a\nb")
                        .put("scopes", new JsonArray().add("clients")),
                new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "X")
                        .put("scopes", new JsonArray().add("root")))) {
            node.client()
                    .post("/staff/partners")
                    .token(manager.token())
                    .json(wrong)
                    .await()
                    .expect(400, "validation");
        }
    }

    @Test
    void listsShowSystemsPageByPageAndNoSecret() {
        Credentials one = add("clients");
        Credentials two = add("events");
        JsonObject page = node.client()
                .get("/staff/partners?limit=1&organisation=clef")
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(two.id(), page.getJsonArray("items").getJsonObject(0).getString("id"));
        assertFalse(page.encode().contains(two.secret()));
        JsonObject next = node.client()
                .get("/staff/partners?limit=1&organisation=clef&cursor=" + page.getString("nextCursor"))
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(one.id(), next.getJsonArray("items").getJsonObject(0).getString("id"));
        node.client()
                .get("/staff/partners?cursor=x")
                .token(manager.token())
                .await()
                .expect(400, "validation");
        assertEquals(
                0,
                offer.count("select count(*) from partner_secret where encode(digest, 'escape') like '%" + one.secret()
                        + "%'"));
    }

    @Test
    void whatIsDoneIsInTheAuditLog() {
        Credentials system = add("clients");
        rotate(system.id(), 0);
        manage("/staff/partners/" + system.id() + "/disable").expect(200);
        assertEquals(
                List.of(List.of("added"), List.of("secretAdded"), List.of("disabled")),
                offer.rows("select details ->> 'change' from audit_log where action = 'PARTNER_CHANGED'"
                        + " and actor_kind = 'STAFF' and details ->> 'partner' = '" + system.id() + "' order by id"));
    }

    @Test
    void limitsAreKeptByAllNodesTogether() {
        Credentials system = add("clients");
        Credentials another = add("clients");
        Map<String, String> tight = Map.of("limits.tokensPerPartner", "3", "limits.partnerLogInsPerAddress", "20");
        try (TestNode one = TestNode.start(database, TestServers.newRedis(), tight)) {
            TokenDesk limited = new TokenDesk(one.httpPort());
            // Somebody who knows the id, and it is no secret, uses up nothing of it.
            for (int i = 0; i < 5; i++) {
                assertEquals(401, limited.ask(system.id(), "wrong").status());
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(200, limited.ask(system.id(), system.secret()).status());
            }
            Answer refused = limited.ask(system.id(), system.secret());
            assertEquals(429, refused.status());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
            assertEquals("rate-limited", refused.json().getString("code"));
            assertEquals(200, limited.ask(another.id(), another.secret()).status());
            Until.holds(() -> limited.ask("nobody", "wrong").status() == 429);
        }
    }

    @Test
    void aPartnersCallsHaveALimitOfTheirOwn() {
        Map<String, String> tight = Map.of("limits.requestsPerPartner", "3");
        try (TestNode one = TestNode.start(database, TestServers.newRedis(), tight)) {
            TestClient partner = backstage.partner("clef");
            for (int i = 0; i < 3; i++) {
                one.client()
                        .get("/partner/clients/" + UUID.randomUUID())
                        .token(partner.token())
                        .await()
                        .expect(404, "not-found");
            }
            Response refused = one.client()
                    .get("/partner/clients/" + UUID.randomUUID())
                    .token(partner.token())
                    .await();
            refused.expect(429, "rate-limited");
            assertTrue(refused.headers().get("RateLimit-Policy").startsWith("\"partner\""), "" + refused.headers());
            one.client()
                    .get("/partner/clients/" + UUID.randomUUID())
                    .token(backstage.partner("clef").token())
                    .await()
                    .expect(404, "not-found");
        }
    }
}
