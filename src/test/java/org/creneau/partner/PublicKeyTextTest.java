package org.creneau.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;
import org.creneau.testkit.KeyHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTextTest {

    @Test
    void oneKeyIsOneTextHoweverItIsWritten() {
        KeyHolder holder = KeyHolder.ec("secp256r1");
        String pem = holder.publicPem();
        PublicKeyText key = PublicKeyText.read(pem).orElseThrow();
        assertEquals(List.of("ES256"), key.algorithms());
        assertEquals(pem, key.pem());
        String oneLine = pem.replace("\n", "");
        for (String same : List.of(pem.replace("\n", "\r\n"), "\n  " + pem + "\n\n", oneLine)) {
            assertEquals(Optional.of(key), PublicKeyText.read(same), same);
        }
    }

    @Test
    void whatCanBeUsedIsToldByTheKey() {
        assertEquals(
                List.of("RS256", "PS256"),
                PublicKeyText.read(KeyHolder.rsa(2048).publicPem())
                        .orElseThrow()
                        .algorithms());
        for (String weak : List.of(
                KeyHolder.rsa(1024).publicPem(),
                KeyHolder.ec("secp384r1").publicPem(),
                KeyHolder.rsa(2048).privatePem())) {
            assertTrue(PublicKeyText.read(weak).isEmpty(), weak);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "65538", "4294967297", "huge"})
    void exponentsThatAreWeakOrHoldUpWhoeverChecksAreRefused(String exponent) throws GeneralSecurityException {
        BigInteger modulus = BigInteger.TWO.pow(3071).add(BigInteger.ONE);
        assertTrue(read(modulus, new BigInteger("65537")).isPresent());
        BigInteger wrong = exponent.equals("huge") ? modulus.subtract(BigInteger.TWO) : new BigInteger(exponent);
        assertTrue(read(modulus, wrong).isEmpty());
        assertTrue(
                read(modulus.subtract(BigInteger.ONE), new BigInteger("65537")).isEmpty(), "an even modulus");
    }

    private static Optional<PublicKeyText> read(BigInteger modulus, BigInteger exponent)
            throws GeneralSecurityException {
        return PublicKeyText.read(KeyHolder.publicPem(
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ssh-rsa AAAA",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n=\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n\n-----END PUBLIC KEY-----"
            })
    void textsThatAreNoneAreRefused(String text) {
        assertTrue(PublicKeyText.read(text).isEmpty());
    }
}
