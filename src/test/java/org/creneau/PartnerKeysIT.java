package org.creneau;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.creneau.testkit.Await;
import org.creneau.testkit.ContractClient.Response;
import org.creneau.testkit.KeyHolder;
import org.creneau.testkit.TokenDesk;
import org.creneau.testkit.TokenDesk.Answer;
import org.creneau.testkit.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How partners' systems come in that sign instead of telling a secret (RFC 7523). */
class PartnerKeysIT extends PartnerSystemsOnTwoNodes {

    private static final String ENDPOINT = "http://localhost:8080/oauth/token";
    private static final Vertx vertx = Vertx.vertx();
    private static final KeyHolder rsa = KeyHolder.rsa(2048);
    private static final KeyHolder ec = KeyHolder.ec("secp256r1");

    @AfterAll
    static void close() {
        Await.of(vertx.close());
    }

    private static Response register(String id, String publicKey, int overlapMinutes) {
        return node.client()
                .post("/staff/partners/" + id + "/secrets")
                .token(manager.token())
                .json(new JsonObject().put("publicKey", publicKey).put("overlapMinutes", overlapMinutes))
                .await();
    }

    /** A system that has only this key. */
    private static Credentials withKey(KeyHolder key) {
        return Credentials.of(node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "Signataire")
                        .put("scopes", new JsonArray().add("clients").add("bookings"))
                        .put("publicKey", key.publicPem()))
                .await()
                .expect(201));
    }

    private static JsonObject claims(String id) {
        return new JsonObject()
                .put("iss", id)
                .put("sub", id)
                .put("aud", ENDPOINT)
                .put("jti", UUID.randomUUID().toString())
                .put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    }

    private static JsonObject without(String claim, String id) {
        JsonObject claims = claims(id);
        claims.remove(claim);
        return claims;
    }

    private static Answer show(TokenDesk at, String assertion, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion));
        form.putAll(more);
        return at.post(form);
    }

    private static Answer show(String assertion) {
        return show(desk, assertion, Map.of());
    }

    private static String described(Answer answer) {
        return answer.error() + ": " + answer.json().getString("error_description");
    }

    @Test
    void aSystemComesInByItsSignature() {
        Credentials system = withKey(rsa);
        for (String algorithm : List.of("RS256", "PS256")) {
            Answer answer = show(rsa.sign(vertx, algorithm, claims(system.id())));
            assertEquals(403, status(other, answer.token()), algorithm);
            assertEquals("clients bookings", answer.json().getString("scope"));
        }
        Credentials another = withKey(ec);
        assertEquals(
                403,
                status(node, show(ec.sign(vertx, "ES256", claims(another.id()))).token()));
        // It may name itself once more, be meant for the issuer, ask for less, and say when it begins.
        JsonObject issuer = claims(system.id())
                .put("aud", new JsonArray().add("http://localhost:8080").add(ENDPOINT))
                .put("iat", Instant.now().getEpochSecond())
                .put("nbf", Instant.now().getEpochSecond());
        Answer answer =
                show(desk, rsa.sign(vertx, "RS256", issuer), Map.of("client_id", system.id(), "scope", "bookings"));
        assertEquals("bookings", answer.json().getString("scope"));
        assertEquals(
                "400 invalid_scope",
                show(desk, rsa.sign(vertx, "RS256", claims(system.id())), Map.of("scope", "events"))
                        .error());
    }

    @Test
    void librariesLearnOfIt() {
        JsonObject metadata =
                desk.get("/.well-known/oauth-authorization-server").json();
        assertEquals(ENDPOINT, metadata.getString("token_endpoint"));
        assertTrue(
                metadata.getJsonArray("token_endpoint_auth_methods_supported").contains("private_key_jwt"));
        assertEquals(
                new JsonArray().add("RS256").add("PS256").add("ES256"),
                metadata.getJsonArray("token_endpoint_auth_signing_alg_values_supported"));
    }

    @Test
    void anAssertionLetsInOnceWhicheverNodeIsAsked() {
        Credentials system = withKey(rsa);
        String assertion = rsa.sign(vertx, "RS256", claims(system.id()));
        TokenDesk otherDesk = new TokenDesk(other.httpPort());
        List<Integer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i ->
                        show(i % 2 == 0 ? desk : otherDesk, assertion, Map.of()).status())
                .sorted()
                .toList();
        assertEquals(List.of(200, 401, 401, 401, 401, 401, 401, 401), answers);
        assertEquals("401 invalid_client: the assertion has been used", described(show(assertion)));
        // What another system signs with the same id is another assertion.
        Credentials another = withKey(ec);
        JsonObject same = claims(another.id());
        show(ec.sign(vertx, "ES256", same)).token();
        assertEquals(
                200,
                show(rsa.sign(vertx, "RS256", claims(system.id()).put("jti", same.getString("jti"))))
                        .status());
        // What is over is forgotten, whoever comes.
        offer.execute("update partner_assertion set expires_at = clock_timestamp() - interval '2 minutes'");
        show(rsa.sign(vertx, "RS256", claims(system.id()))).token();
        Until.holds(
                () -> offer.count("select count(*) from partner_assertion where expires_at < clock_timestamp()") == 0);
    }

    @Test
    void aScopeThatIsRefusedUsesNothingUp() {
        Credentials system = withKey(rsa);
        String assertion = rsa.sign(vertx, "RS256", claims(system.id()));
        assertEquals(
                "400 invalid_scope",
                show(desk, assertion, Map.of("scope", "events")).error());
        assertEquals(200, show(assertion).status());
    }

    @Test
    void whatIsSignedMustBeRight() {
        Credentials system = withKey(rsa);
        String id = system.id();
        long now = Instant.now().getEpochSecond();
        String itself = "401 invalid_client: iss and sub of the assertion must be the client's id";
        String audience = "401 invalid_client: aud of the assertion must be the token endpoint, or the issuer, alone";
        String times = "401 invalid_client: the assertion is over, has not begun, or ends more than an hour ahead";
        String jti = "401 invalid_client: the assertion needs a jti of up to 255 characters";
        Map.of(
                        claims(id).put("iss", "another"),
                        itself,
                        without("iss", id),
                        itself,
                        claims(id).put("aud", "https://elsewhere.example.org"),
                        audience,
                        without("aud", id),
                        audience,
                        claims(id).put("aud", new JsonArray().add(ENDPOINT).addNull()),
                        audience,
                        claims(id).put("aud", new JsonArray()),
                        audience,
                        claims(id).put("aud", new JsonArray().add(ENDPOINT).add("https://elsewhere.example.org")),
                        audience)
                .forEach((claims, expected) ->
                        assertEquals(expected, described(show(rsa.sign(vertx, "RS256", claims))), claims.encode()));
        Map.of(
                        claims(id).put("exp", now - 600), times,
                        claims(id).put("exp", now + 7200), times,
                        claims(id).put("exp", Long.MAX_VALUE), times,
                        without("exp", id), times,
                        claims(id).put("nbf", now + 600), times,
                        claims(id).put("iat", now + 600), times,
                        without("jti", id), jti,
                        claims(id).put("jti", "x".repeat(256)), jti,
                        claims(id).put("jti", 1), jti)
                .forEach((claims, expected) ->
                        assertEquals(expected, described(show(rsa.sign(vertx, "RS256", claims))), claims.encode()));
        assertEquals(
                "401 invalid_client",
                show(rsa.sign(vertx, "RS256", claims(id).put("exp", "soon"))).error());
        assertEquals(
                0,
                offer.count("select count(*) from partner_assertion where partner_id = '" + id + "'"),
                "none was used");
    }

    @Test
    void whoHasNotTheKeyHearsTheSameWhateverIsWrong() {
        Credentials system = withKey(rsa);
        Credentials withSecret = add("clients");
        String unknown = "401 invalid_client: the client, its secret or its key is not known";
        String good = rsa.sign(vertx, "RS256", claims(system.id()));
        String body = good.substring(0, good.lastIndexOf('.'));
        List<String> forged = List.of(
                KeyHolder.rsa(2048).sign(vertx, "RS256", claims(system.id())),
                ec.sign(vertx, "ES256", claims(system.id())),
                rsa.sign(vertx, "RS256", claims(withSecret.id())),
                rsa.sign(vertx, "RS256", claims(UUID.randomUUID().toString())),
                rsa.sign(vertx, "RS256", claims("no-id")),
                rsa.sign(vertx, "RS384", claims(system.id())),
                rsa.sign(vertx, "RS256", without("sub", system.id())),
                rsa.sign(vertx, "RS256", claims(system.id()).put("sub", 1)),
                good + ".x",
                body + ".",
                body,
                "{}",
                "é",
                unsigned("none", system.id()) + ".",
                unsigned("none", system.id()) + ".AA",
                unsigned("HS256", system.id()) + ".AA",
                Base64.getUrlEncoder().withoutPadding().encodeToString("[]".getBytes(StandardCharsets.UTF_8)) + "."
                        + "W10.AA");
        forged.forEach(assertion -> assertEquals(unknown, described(show(assertion)), assertion));
        assertEquals(unknown, described(show(desk, good, Map.of("client_id", withSecret.id()))));
        assertEquals(200, show(good).status(), "none of these has used it up");
    }

    private static String unsigned(String algorithm, String id) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(
                        new JsonObject().put("alg", algorithm).toBuffer().getBytes())
                + "." + encoder.encodeToString(claims(id).toBuffer().getBytes());
    }

    @Test
    void requestsThatAreNoneAreRefusedAsTheStandardSays() {
        Credentials system = withKey(rsa);
        String good = rsa.sign(vertx, "RS256", claims(system.id()));
        String two = "400 invalid_request: the client must authenticate in one way only";
        assertEquals(two, described(show(desk, good, Map.of("client_secret", "x"))));
        assertEquals(
                two,
                described(desk.basic(
                        system.id(), "x", Map.of("grant_type", "client_credentials", "client_assertion", good))));
        assertEquals(
                "400 invalid_request",
                show(desk, good, Map.of("client_assertion_type", "jwt")).error());
        assertEquals(
                "400 invalid_request",
                desk.post(Map.of("grant_type", "client_credentials", "client_assertion", good))
                        .error());
        assertEquals(
                "400 invalid_request: client_assertion is missing",
                described(desk.post(Map.of("grant_type", "client_credentials", "client_assertion_type", "x"))));
        assertEquals(200, show(good).status());
    }

    @Test
    void aSystemIsChangedOverFromASecretToAKeyAndTheKeyEndsLikeASecret() {
        Credentials first = add("clients");
        JsonObject taken = register(first.id(), rsa.publicPem(), 60).expect(201);
        assertFalse(taken.containsKey("secret"));
        JsonObject shown =
                taken.getJsonObject("partner").getJsonArray("secrets").getJsonObject(0);
        assertEquals(taken.getString("secretId"), shown.getString("id"));
        assertEquals(rsa.publicPem(), shown.getString("publicKey"));
        assertEquals(200, desk.ask(first.id(), first.secret()).status());
        String token = show(rsa.sign(vertx, "RS256", claims(first.id()))).token();
        // Another key beside it.
        register(first.id(), ec.publicPem(), 60).expect(201);
        String kept = show(ec.sign(vertx, "ES256", claims(first.id()))).token();
        node.client()
                .post("/staff/partners/" + first.id() + "/secrets/" + taken.getString("secretId") + "/revoke")
                .token(manager.token())
                .await()
                .expect(200);
        assertEquals(401, status(node, token));
        Until.holds(() -> status(other, token) == 401);
        assertEquals(403, status(other, kept));
        assertEquals(
                "401 invalid_client",
                show(rsa.sign(vertx, "RS256", claims(first.id()))).error());
        for (KeyHolder known : List.of(rsa, ec)) {
            JsonObject error = register(first.id(), known.publicPem().replace("\n", "\r\n"), 60)
                    .expect(400, "validation")
                    .getJsonArray("errors")
                    .getJsonObject(0);
            assertEquals("public-key-known", error.getString("code"), "good or revoked");
        }
        assertEquals(
                List.of(
                        List.of("added"),
                        List.of("publicKeyAdded"),
                        List.of("publicKeyAdded"),
                        List.of("secretRevoked")),
                offer.rows("select details ->> 'change' from audit_log where details ->> 'partner' = '" + first.id()
                        + "' order by id"));
    }

    @Test
    void keysThatAreWeakOrNoneAreRefused() {
        Credentials system = add("clients");
        for (String wrong : List.of(
                KeyHolder.rsa(1024).publicPem(),
                KeyHolder.ec("secp384r1").publicPem(),
                rsa.privatePem(),
                rsa.publicPem().replace("PUBLIC KEY", "CERTIFICATE"),
                rsa.publicPem() + rsa.publicPem(),
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\n=\n-----END PUBLIC KEY-----\n",
                " ")) {
            JsonObject problem = register(system.id(), wrong, 0).expect(400, "validation");
            JsonObject error = problem.getJsonArray("errors").getJsonObject(0);
            assertEquals("/publicKey", error.getString("pointer"), wrong);
            assertEquals("public-key-unusable", error.getString("code"), wrong);
        }
        assertEquals(200, desk.ask(system.id(), system.secret()).status(), "what is refused ends nothing");
        node.client()
                .post("/staff/partners")
                .token(manager.token())
                .json(new JsonObject()
                        .put("organisation", "clef")
                        .put("name", "X")
                        .put("scopes", new JsonArray().add("clients"))
                        .put("publicKey", "x"))
                .await()
                .expect(400, "validation");
    }
}
