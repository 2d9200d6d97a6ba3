package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Unavailable;
import org.creneau.testkit.TestServers;
import org.junit.jupiter.api.Test;

class SigningKeysIT {

    private final String database = TestServers.newDatabase();

    @Test
    void nodesThatStartTogetherOnAnEmptyDatabaseTakeEachOthersTokens() {
        var first = CompletableFuture.supplyAsync(() -> AuthNode.on(database));
        var second = CompletableFuture.supplyAsync(() -> AuthNode.on(database));
        try (AuthNode a = first.join();
                AuthNode b = second.join()) {
            assertTrue(a.accepts(token(b)));
            assertTrue(b.accepts(token(a)));
            AuthNode.done(a.auth.services().keys().refresh());
            AuthNode.done(b.auth.services().keys().refresh());
            assertEquals(kids(a), kids(b));
            assertEquals(kid(token(a)), kid(token(b)));
        }
    }

    @Test
    void keysOutliveTheirNode() {
        String token;
        try (AuthNode before = AuthNode.on(database)) {
            token = token(before);
        }
        try (AuthNode after = AuthNode.on(database)) {
            assertTrue(after.accepts(token));
            assertEquals(kid(token), kid(token(after)));
        }
    }

    @Test
    void aNewKeySignsOnceItIsKnownEverywhereAndTheOldOneGoesWhenItsTokensAreOver() {
        try (AuthNode node = AuthNode.on(database);
                AuthNode other = AuthNode.on(database)) {
            String old = token(node);
            String unseen = token(node);
            String oldKid = kid(old);

            node.change("update signing_key set created_at = now() - interval '91 days'");
            AuthNode.done(node.auth.services().keys().rotate());
            assertEquals(2, kids(node).size());
            assertEquals(oldKid, kid(token(node)), "a key just made does not sign yet");

            node.change(
                    "update signing_key set created_at = now() - interval '2 minutes' where id <> '" + oldKid + "'");
            AuthNode.done(node.auth.services().keys().rotate());
            String fresh = token(node);
            assertFalse(oldKid.equals(kid(fresh)));
            assertTrue(other.accepts(fresh), "a node that does not know the key reads it");
            assertTrue(other.accepts(old));
            assertEquals(Set.of(oldKid, kid(fresh)), kids(other));

            node.change("update signing_key set created_at = now() - interval '26 hours' where id <> '" + oldKid + "'");
            AuthNode.done(node.auth.services().keys().rotate());
            assertEquals(Set.of(kid(fresh)), kids(node));
            assertFalse(node.accepts(unseen));
            assertTrue(node.accepts(fresh));
        }
    }

    @Test
    void tokensWithoutALogInAreInTheOrderOfTheClientsAndLiveADayAtMost() {
        try (AuthNode node = AuthNode.on(database)) {
            List<UUID> clients = Stream.generate(UUID::randomUUID).limit(200).toList();
            List<String> tokens = node.auth.issuer().issue(clients, Duration.ofHours(24));
            assertEquals(
                    clients,
                    tokens.stream()
                            .map(token -> node.principal(token).clientId())
                            .toList());
            assertThrows(
                    IllegalArgumentException.class, () -> node.auth.issuer().issue(clients, Duration.ofHours(25)));
        }
    }

    @Test
    void whatIsPublishedIsTheWholeTruthAndNothingPrivate() {
        try (AuthNode node = AuthNode.on(database)) {
            JsonArray keys = node.auth.jwks().getJsonArray("keys");
            keys.forEach(
                    key -> assertEquals(Set.of("kty", "use", "alg", "kid", "n", "e"), ((JsonObject) key).fieldNames()));
            assertEquals(
                    256, Base64.getUrlDecoder().decode(keys.getJsonObject(0).getString("n")).length);
        }
    }

    @Test
    void anUnreachableDatabaseIsUnavailable() {
        try (AuthNode node = AuthNode.on(database)) {
            var nobody = PgBuilder.pool()
                    .using(node.vertx)
                    .connectingTo(PgConnectOptions.fromUri(
                            "postgresql://nobody:nothing@localhost:" + TestServers.freePort() + "/nowhere"))
                    .with(new PoolOptions())
                    .build();
            assertInstanceOf(
                    Unavailable.class,
                    AuthNode.failure(Auth.start(node.vertx, nobody, AuthNode.SETTINGS, new DatabaseClock())));
            String unknownKey =
                    TokenForge.unsigned(new JsonObject().put("alg", "RS256").put("kid", "unknown"), new JsonObject())
                            + ".AAAA";
            AuthNode.done(node.loseDatabase());
            assertInstanceOf(
                    Unavailable.class, AuthNode.failure(node.auth.verifier().verify(unknownKey)));
            AuthNode.done(nobody.close());
        }
    }

    private static String token(AuthNode node) {
        return node.auth
                .issuer()
                .issue(List.of(UUID.randomUUID()), Duration.ofMinutes(5))
                .get(0);
    }

    private static String kid(String token) {
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        return new JsonObject(header).getString("kid");
    }

    private static Set<String> kids(AuthNode node) {
        return node.auth.jwks().getJsonArray("keys").stream()
                .map(key -> ((JsonObject) key).getString("kid"))
                .collect(Collectors.toSet());
    }
}
