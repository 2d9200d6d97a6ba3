package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.creneau.auth.Accounts.LogOut;
import org.creneau.auth.Accounts.Refresh;
import org.creneau.auth.Accounts.RefreshResult;
import org.creneau.auth.Accounts.Tokens;
import org.creneau.core.Ids;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each token here is what the service itself would have signed, but for one thing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenAttackIT {

    private final AuthNode node = AuthNode.on(TestServers.newDatabase());
    private final String kid = node.read("select id from signing_key");
    private final PrivateKey ours = ourKey();
    private final KeyPair foreign = foreignKey();

    @BeforeAll
    void theUnalteredTokenIsAccepted() {
        assertTrue(node.accepts(signed(UnaryOperator.identity())));
        assertTrue(node.accepts(signed(claims -> claims.put("sid", Ids.next().toString()))));
        assertTrue(node.accepts(
                signed(claims -> claims.put("aud", new JsonArray().add("x").add("creneau")))));
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    void withoutASignature() {
        for (String algorithm : List.of("none", "None", "NONE", "RS256")) {
            String unsigned = TokenForge.unsigned(header().put("alg", algorithm), claims());
            refused(unsigned);
            refused(unsigned + ".");
            refused(unsigned + "." + TokenForge.encode(new byte[256]));
        }
        String genuine = signed(UnaryOperator.identity());
        String signature = genuine.substring(genuine.lastIndexOf('.') + 1);
        refused(TokenForge.unsigned(header().put("alg", "none"), claims()) + "." + signature);
    }

    @Test
    void withThePublicKeyAsASharedSecret() {
        String hex = node.read("select encode(public_key, 'hex') from signing_key");
        byte[] der = HexFormat.of().parseHex(hex);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                        .encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        String n = node.auth.jwks().getJsonArray("keys").getJsonObject(0).getString("n");
        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.UTF_8),
                pem.strip().getBytes(StandardCharsets.UTF_8),
                n.getBytes(StandardCharsets.UTF_8),
                Base64.getUrlDecoder().decode(n))) {
            refused(TokenForge.hs256(header().put("alg", "HS256"), claims(), secret));
        }
    }

    @Test
    void withAnotherKey() {
        refused(TokenForge.rs256(header(), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("kid", "unknown"), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("kid", "unknown"), claims(), ours));
        JsonObject withoutKid = header();
        withoutKid.remove("kid");
        refused(TokenForge.rs256(withoutKid, claims(), foreign.getPrivate()));
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("n", TokenForge.encode(new byte[256]))
                .put("e", "AQAB");
        refused(TokenForge.rs256(header().put("jwk", jwk), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("x5c", new JsonArray().add("MIIB")), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("jku", "http://localhost/jwks.json"), claims(), foreign.getPrivate()));
    }

    @Test
    void altered() {
        String[] genuine = signed(UnaryOperator.identity()).split("\\.", -1);
        String otherClaims = TokenForge.encode(
                claims().put("sub", Ids.next().toString()).encode().getBytes(StandardCharsets.UTF_8));
        refused(genuine[0] + "." + otherClaims + "." + genuine[2]);
        refused(genuine[0] + "." + genuine[1] + "." + genuine[2].substring(4));
        refused(genuine[0] + "." + genuine[1] + "." + "AAAA" + genuine[2].substring(4));
        refused(genuine[0] + "." + genuine[1] + "." + genuine[2] + "AAAA");
        refused(genuine[1] + "." + genuine[0] + "." + genuine[2]);
    }

    @Test
    void fromAnotherIssuerOrForAnotherAudience() {
        refusedWith(claims -> claims.put("iss", "somebody"));
        refusedWith(claims -> without(claims, "iss"));
        refusedWith(claims -> claims.put("aud", "somebody"));
        refusedWith(claims -> claims.put("aud", new JsonArray().add("somebody")));
        refusedWith(claims -> without(claims, "aud"));
        refusedWith(claims -> claims.put("aud", 1));
    }

    @Test
    void atTheWrongTime() {
        long now = Instant.now().getEpochSecond();
        refusedWith(claims -> claims.put("exp", now - 1));
        refusedWith(claims -> claims.put("exp", now - 3600));
        refusedWith(claims -> claims.put("exp", 0));
        refusedWith(claims -> without(claims, "exp"));
        refusedWith(claims -> claims.putNull("exp"));
        refusedWith(claims -> claims.put("exp", "tomorrow"));
        refusedWith(claims -> claims.put("nbf", now + 3600));
        refusedWith(claims -> claims.put("iat", now + 3600));
    }

    @Test
    void onceItsTimeIsOverEvenIfItWasAcceptedBefore() {
        long now = Instant.now().getEpochSecond();
        String brief = signed(claims -> claims.put("exp", now + 2));
        node.eventually(() -> !node.accepts(brief));
    }

    @Test
    void withClaimsThatAreNotOurs() {
        refusedWith(claims -> without(claims, "sub"));
        refusedWith(claims -> claims.put("sub", "me"));
        refusedWith(claims -> claims.put("sub", "1-1-1-1-1"));
        refusedWith(claims -> claims.put("sub", 7));
        refusedWith(claims -> claims.put("sid", "me"));
        refusedWith(claims -> claims.put("sid", 7));
        refusedWith(claims -> claims.put("sid", new JsonObject()));
    }

    @Test
    void thatAreNoTokens() {
        String genuine = signed(UnaryOperator.identity());
        for (String text : List.of(
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "\u0000",
                "é.é.é",
                "e30.e30.e30",
                genuine + ".",
                genuine + "." + genuine,
                " " + genuine,
                TokenForge.encode("[]".getBytes(StandardCharsets.UTF_8)) + ".e30.e30",
                TokenForge.encode("[".repeat(3000).getBytes(StandardCharsets.UTF_8)) + ".e30.e30",
                "a".repeat(100_000))) {
            refused(text);
        }
        refused(TokenForge.rs256(header().put("kid", new JsonObject()), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("alg", 7), claims(), foreign.getPrivate()));
        refused(TokenForge.rs256(header().put("alg", (String) null), claims(), foreign.getPrivate()));
    }

    @Test
    void withAKeyIdThatIsMoreThanAnId() {
        for (String id : List.of(
                "../../../../dev/null",
                "/etc/passwd",
                "' union select 'x' --",
                "x'; delete from signing_key; --",
                "http://localhost/jwks.json",
                kid + "\u0000",
                kid + "'",
                kid + "\r\nX: y",
                kid.toUpperCase(Locale.ROOT) + " ",
                "RS256#" + kid,
                "x".repeat(2000))) {
            refused(TokenForge.rs256(header().put("kid", id), claims(), foreign.getPrivate()));
            refused(TokenForge.rs256(header().put("kid", id), claims(), ours));
            refused(TokenForge.hs256(header().put("alg", "HS256").put("kid", id), claims(), new byte[1]));
        }
        refused(TokenForge.rs256(header().put("kid", new JsonArray().add(kid)), claims(), ours));
        refused(TokenForge.rs256(header().put("kid", 0), claims(), ours));
        assertEquals("1", node.read("select count(*) from signing_key"));
        assertTrue(node.accepts(signed(UnaryOperator.identity())));
    }

    /** The header says how to check; ours is checked in one way, whatever it says. */
    @Test
    void underAnotherAlgorithm() {
        for (String algorithm : List.of("RS384", "RS512", "PS256", "ES256", "HS256", "EdDSA", "rs256", "")) {
            refused(TokenForge.rs256(header().put("alg", algorithm), claims(), ours));
        }
    }

    @Test
    void cutShortAnywhere() {
        String genuine = signed(UnaryOperator.identity());
        for (int length = 0; length < genuine.length(); length++) {
            refused(genuine.substring(0, length));
        }
        int signature = genuine.lastIndexOf('.') + 1;
        for (int at = 0; at < genuine.length(); at += 7) {
            char other = genuine.charAt(at) == 'x' ? 'y' : 'x';
            refused(genuine.substring(0, at) + other + genuine.substring(at + 1));
        }
        refused(genuine.substring(0, signature)
                + genuine.substring(signature).replace('_', '/').replace('-', '+') + "=");
    }

    @Test
    void ofALogInThatIsOver() {
        Tokens tokens = node.logIn(node.newAccount());
        assertTrue(node.accepts(tokens.accessToken()));
        node.ask(Accounts.LOG_OUT, new LogOut(node.principal(tokens.accessToken())));
        refused(tokens.accessToken());
        assertEquals(new RefreshResult.Rejected(), node.ask(Accounts.REFRESH, new Refresh(tokens.refreshToken())));
    }

    @Test
    void ofALogInWhoseRefreshTokenWasUsedTwice() {
        Tokens stolen = node.logIn(node.newAccount());
        Tokens next = assertInstanceOf(
                        RefreshResult.Refreshed.class, node.ask(Accounts.REFRESH, new Refresh(stolen.refreshToken())))
                .tokens();
        assertEquals(new RefreshResult.Rejected(), node.ask(Accounts.REFRESH, new Refresh(stolen.refreshToken())));
        refused(stolen.accessToken());
        refused(next.accessToken());
        assertEquals(new RefreshResult.Rejected(), node.ask(Accounts.REFRESH, new Refresh(next.refreshToken())));
    }

    @Test
    void aRefreshTokenIsNoAccessTokenNorTheOtherWayRound() {
        Tokens tokens = node.logIn(node.newAccount());
        refused(tokens.refreshToken());
        assertEquals(new RefreshResult.Rejected(), node.ask(Accounts.REFRESH, new Refresh(tokens.accessToken())));
    }

    private void refusedWith(UnaryOperator<JsonObject> change) {
        refused(signed(change));
    }

    private void refused(String token) {
        assertFalse(node.accepts(token), token);
    }

    private String signed(UnaryOperator<JsonObject> change) {
        return TokenForge.rs256(header(), change.apply(claims()), ours);
    }

    private JsonObject header() {
        return new JsonObject().put("typ", "JWT").put("alg", "RS256").put("kid", kid);
    }

    private static JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("sub", UUID.randomUUID().toString())
                .put("iss", "creneau")
                .put("aud", "creneau")
                .put("iat", now)
                .put("exp", now + 900);
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    private PrivateKey ourKey() {
        try {
            byte[] pkcs8 = HexFormat.of().parseHex(node.read("select encode(private_key, 'hex') from signing_key"));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair foreignKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
