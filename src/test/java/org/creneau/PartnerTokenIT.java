package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
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
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.TestClient;
import org.creneau.testkit.TestNode;
import org.creneau.testkit.TestServers;
import org.creneau.testkit.TokenDesk;
import org.creneau.testkit.TokenDesk.Answer;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How partners' systems get access tokens (RFC 6749, section 4.4). */
class PartnerTokenIT extends PartnerSystemsOnTwoNodes {

    private static final String GRANT = "client_credentials";
    private static final Map<String, String> FORM = Map.of("grant_type", GRANT);

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
