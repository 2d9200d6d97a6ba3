package org.creneau.partner;

import java.math.BigInteger;
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
 * @param pem as {@code openssl pkey -pubout} writes it, the same for the same key however it was written
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

    /** What everybody takes (and FIPS 186 asks for); a check with a much larger one holds up an event loop. */
    private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);

    private static final int LONGEST_EXPONENT = 32;

    /** Empty when it is no key, or one that is too weak or of another kind than {@link PartnerTokens#ALGORITHMS} need. */
    static Optional<PublicKeyText> read(String text) {
        Matcher matcher = PEM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return read(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKeyText> read(X509EncodedKeySpec der) {
        Optional<PublicKey> rsa = key("RSA", der);
        if (rsa.isPresent()) {
            return rsa.filter(key -> isUsual((RSAPublicKey) key)).map(key -> new PublicKeyText(pem(key), RSA));
        }
        return key("EC", der)
                .filter(key -> isP256(((ECPublicKey) key).getParams()))
                .map(key -> new PublicKeyText(pem(key), EC));
    }

    private static boolean isUsual(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        return bits >= SHORTEST_MODULUS
                && bits <= LONGEST_MODULUS
                && key.getModulus().testBit(0)
                && exponent.compareTo(SMALLEST_EXPONENT) >= 0
                && exponent.bitLength() <= LONGEST_EXPONENT
                && exponent.testBit(0);
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

    /** As the platform writes it: another one may not read what was given. */
    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
