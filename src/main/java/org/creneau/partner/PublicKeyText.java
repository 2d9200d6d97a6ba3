package org.creneau.partner;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key with which a system's assertions are checked.
 *
 * @param pem as {@code openssl pkey -pubout} writes it
 * @param algorithms of RFC 7518 that may be used with it
 */
record PublicKeyText(String pem, List<String> algorithms) {

    private static final List<String> RSA = List.of("RS256", "PS256");
    private static final List<String> EC = List.of("ES256");

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    /** RFC 7518, section 3.3, asks for 2048; what is longer than 4096 only takes time. */
    private static final int SHORTEST_MODULUS = 2048;

    private static final int LONGEST_MODULUS = 4096;

    /** Empty when it is no key, or one that is too weak or of another kind than {@link PartnerTokens#ALGORITHMS} need. */
    static Optional<PublicKeyText> read(String text) {
        Matcher matcher = PEM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return algorithms(new X509EncodedKeySpec(der)).map(usable -> new PublicKeyText(pem(der), usable));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> algorithms(X509EncodedKeySpec der) {
        Optional<PublicKey> rsa = key("RSA", der);
        if (rsa.isPresent()) {
            int bits = ((RSAPublicKey) rsa.get()).getModulus().bitLength();
            return bits >= SHORTEST_MODULUS && bits <= LONGEST_MODULUS ? Optional.of(RSA) : Optional.empty();
        }
        return key("EC", der)
                .filter(key -> isP256(((ECPublicKey) key).getParams()))
                .map(key -> EC);
    }

    private static Optional<PublicKey> key(String kind, X509EncodedKeySpec der) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(der));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static boolean isP256(ECParameterSpec curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
            return p256.getCurve().equals(curve.getCurve())
                    && p256.getGenerator().equals(curve.getGenerator())
                    && p256.getOrder().equals(curve.getOrder());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
