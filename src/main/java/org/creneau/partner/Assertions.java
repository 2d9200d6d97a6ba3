package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.creneau.auth.Digest;
import org.creneau.core.CompactForm;
import org.creneau.core.DatabaseClock;
import org.creneau.partner.PartnerTokens.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Checks what systems sign instead of telling a secret (RFC 7523, section 3).
 *
 * @param audiences by which this server is named: its token endpoint, and itself as an issuer
 * @param clock by which assertions end, the same on all nodes whatever their machines' clocks show
 */
record Assertions(Vertx vertx, Set<String> audiences, DatabaseClock clock) {

    /** Until its end its id is kept. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A partner's clock may be wrong by so much. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int LONGEST_ID = 255;

    /** What an assertion says of itself, which nobody has checked yet. */
    record Claimed(String subject, String algorithm) {}

    /** What an assertion says. */
    sealed interface Read {
        /**
         * It may let in.
         *
         * @param id digest of what names it, to be used once
         * @param expiresAt from which on it is refused anyhow
         */
        record Good(Digest id, Instant expiresAt) implements Read {}

        record Bad(Refusal why) implements Read {}
    }

    /** Empty when it says nothing that can be read. */
    static Optional<Claimed> claimed(String assertion) {
        if (!CompactForm.matches(assertion)) {
            return Optional.empty();
        }
        String[] parts = assertion.split("\\.", -1);
        try {
            return json(parts[1]).getValue("sub") instanceof String subject
                            && json(parts[0]).getValue("alg") instanceof String algorithm
                    ? Optional.of(new Claimed(subject, algorithm))
                    : Optional.empty();
        } catch (IllegalArgumentException | DecodeException unreadable) {
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    /**
     * What it says, when it was signed with the private half of this key.
     *
     * @param algorithm one that may be used with the key
     */
    Optional<JsonObject> claims(String assertion, PublicKeyText key, String algorithm) {
        // The times that it names are looked at below: here they would be measured by this machine's clock.
        JWTAuthOptions options = new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(key.pem()))
                .setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        try {
            // Nothing is asked of anybody, so the future is always complete.
            Future<User> user = JWTAuth.create(vertx, options).authenticate(new TokenCredentials(assertion));
            return user.succeeded()
                    ? Optional.of(user.result().attributes().getJsonObject("accessToken"))
                    : Optional.empty();
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    /** @param clientId of the system whose key it was */
    Read read(JsonObject claims, String clientId) {
        if (!clientId.equals(claims.getValue("iss")) || !clientId.equals(claims.getValue("sub"))) {
            return new Read.Bad(Refusal.NOT_ITSELF);
        }
        if (!isForUs(claims.getValue("aud"))) {
            return new Read.Bad(Refusal.OTHER_AUDIENCE);
        }
        Instant now = clock.now();
        Instant expiresAt = time(claims.getValue("exp"));
        if (expiresAt == null || isAfter(claims.getValue("nbf"), now) || isAfter(claims.getValue("iat"), now)) {
            return new Read.Bad(Refusal.OUT_OF_TIME);
        }
        Instant end = expiresAt.plus(LEEWAY);
        if (!now.isBefore(end) || end.isAfter(now.plus(LONGEST).plus(LEEWAY).plus(LEEWAY))) {
            return new Read.Bad(Refusal.OUT_OF_TIME);
        }
        return claims.getValue("jti") instanceof String id && !id.isEmpty() && id.length() <= LONGEST_ID
                ? new Read.Good(Digest.of(id), end)
                : new Read.Bad(Refusal.NO_ID);
    }

    /** For us alone: what was made for others, too, any of them could bring here. */
    private boolean isForUs(@Nullable Object audience) {
        return audience instanceof JsonArray several
                ? !several.isEmpty()
                        && several.stream().allMatch(one -> one instanceof String && audiences.contains(one))
                : audience instanceof String one && audiences.contains(one);
    }

    private static boolean isAfter(@Nullable Object claim, Instant now) {
        Instant time = time(claim);
        return claim != null && (time == null || time.isAfter(now.plus(LEEWAY)));
    }

    /** Null for what is no time that anybody could mean. */
    private static @Nullable Instant time(@Nullable Object claim) {
        return claim instanceof Number seconds && Math.abs(seconds.doubleValue()) < Integer.MAX_VALUE * 100.0
                ? Instant.ofEpochSecond(seconds.longValue())
                : null;
    }
}
