package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.creneau.auth.SigningKeyStore.Keys;
import org.creneau.auth.SigningKeyStore.StoredKey;
import org.creneau.config.Settings;

/**
 * The signing keys as they are at one time, and the tokens made and checked with them. Immutable.
 *
 * <p>RS256 with 2048 bits: a token is signed once and checked many thousand times, and no other algorithm that every
 * client understands is checked as fast: a twentieth of the time that signing takes.
 */
final class KeyRing {

    private final Keys keys;
    private final JsonObject jwks;
    private final Settings.Auth settings;

    /*
     * Vert.x's implementation locks its one Signature object for each signature that it makes or checks, so every
     * thread has its own, and nobody waits.
     */
    private final ThreadLocal<JWTAuth> checking;
    private final ThreadLocal<JWTAuth> signing;

    /** Parses the keys: not on an event loop. */
    KeyRing(Vertx vertx, Keys keys, Settings.Auth settings) {
        this.keys = keys;
        this.settings = settings;
        this.jwks = new JsonObject()
                .put(
                        "keys",
                        new JsonArray(keys.keys().stream().map(KeyRing::jwk).toList()));
        this.checking = ThreadLocal.withInitial(() -> JWTAuth.create(vertx, checkingOptions()));
        this.signing = ThreadLocal.withInitial(() -> JWTAuth.create(vertx, signingOptions()));
    }

    /** What checking a signed text found. */
    sealed interface Checked {
        record Genuine(JsonObject claims) implements Checked {}

        record Rejected() implements Checked {}

        /** Signed with a key that may have been made since. */
        record UnknownKey() implements Checked {}
    }

    /**
     * Checks algorithm, key, signature, issuer and audience. The times that the token names are left to the caller: here
     * they would be measured by this machine's clock, which may be wrong.
     */
    Checked check(String token) {
        Future<User> user;
        try {
            user = checking.get().authenticate(new TokenCredentials(token));
        } catch (RuntimeException malformed) {
            return new Checked.Rejected();
        }
        // Nothing is asked of anybody, so the future is always complete.
        if (user.succeeded()) {
            return new Checked.Genuine(user.result().attributes().getJsonObject("accessToken"));
        }
        return user.cause() instanceof NoSuchKeyIdException missing
                        && missing.id().startsWith(SigningKeyStore.ALGORITHM)
                ? new Checked.UnknownKey()
                : new Checked.Rejected();
    }

    /**
     * Signs claims. Takes a good part of a millisecond: not on an event loop.
     *
     * @param claims with the times from and until which they hold
     */
    String sign(String subject, JsonObject claims) {
        return signing.get()
                .generateToken(
                        claims,
                        new JWTOptions()
                                .setAlgorithm(SigningKeyStore.ALGORITHM)
                                .setIssuer(settings.issuer())
                                .addAudience(settings.audience())
                                .setSubject(subject));
    }

    /** The public keys, RFC 7517. */
    JsonObject jwks() {
        return jwks.copy();
    }

    /** Whether these keys are the same, in the same roles. */
    boolean holds(Keys others) {
        return signingKeyId(keys).equals(signingKeyId(others)) && ids(keys).equals(ids(others));
    }

    private static String signingKeyId(Keys keys) {
        return keys.keys().get(keys.signing()).id();
    }

    private static Set<String> ids(Keys keys) {
        return keys.keys().stream().map(StoredKey::id).collect(Collectors.toSet());
    }

    private JWTAuthOptions checkingOptions() {
        List<JsonObject> publicKeys = new ArrayList<>();
        jwks.getJsonArray("keys").forEach(key -> publicKeys.add((JsonObject) key));
        return new JWTAuthOptions()
                .setJwks(publicKeys)
                .setJWTOptions(new JWTOptions()
                        .setAlgorithm(SigningKeyStore.ALGORITHM)
                        .setIssuer(settings.issuer())
                        .addAudience(settings.audience())
                        .setIgnoreExpiration(true));
    }

    private JWTAuthOptions signingOptions() {
        StoredKey key = keys.keys().get(keys.signing());
        return new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions()
                        .setId(key.id())
                        .setAlgorithm(SigningKeyStore.ALGORITHM)
                        .setBuffer(pem(key.privateKey())));
    }

    private static Buffer pem(Buffer pkcs8) {
        return Buffer.buffer("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pkcs8.getBytes())
                + "\n-----END PRIVATE KEY-----\n");
    }

    private static JsonObject jwk(StoredKey key) {
        try {
            RSAPublicKey rsa = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(key.publicKey().getBytes()));
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("use", "sig")
                    .put("alg", SigningKeyStore.ALGORITHM)
                    .put("kid", key.id())
                    .put("n", base64Url(rsa.getModulus()))
                    .put("e", base64Url(rsa.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + key.id() + " cannot be read", e);
        }
    }

    /** RFC 7518: big-endian, without the sign's leading zero. */
    private static String base64Url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
