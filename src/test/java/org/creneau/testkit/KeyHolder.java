package org.creneau.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A key pair of a partner's system, and what it signs. */
public final class KeyHolder {

    private final KeyPair pair;

    private KeyHolder(KeyPair pair) {
        this.pair = pair;
    }

    public static KeyHolder rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new KeyHolder(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param curve such as {@code secp256r1} */
    public static KeyHolder ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new KeyHolder(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String publicPem() {
        return publicPem(pair.getPublic());
    }

    public static String publicPem(Key key) {
        return pem("PUBLIC KEY", key);
    }

    public String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate());
    }

    /** Signs claims as they are. */
    public String sign(Vertx vertx, String algorithm, JsonObject claims) {
        return JWTAuth.create(
                        vertx,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setId("a name of the system's own")
                                        .setAlgorithm(algorithm)
                                        .setBuffer(privatePem())))
                .generateToken(claims, new JWTOptions().setAlgorithm(algorithm).setNoTimestamp(true));
    }

    private static String pem(String kind, Key key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + kind
                + "-----\n";
    }
}
