package org.creneau.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {

    /** The example of the Standard Webhooks specification. */
    @Test
    void signsAsTheStandardHasIt() {
        byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        String signature =
                Secrets.sign(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");
        assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    @Test
    void twoSecretsSignBesideEachOther() {
        byte[] one = Secrets.fresh();
        byte[] other = Secrets.fresh();
        String both = Secrets.sign(List.of(one, other), "id", 1, "{}");
        assertEquals(
                Secrets.sign(List.of(one), "id", 1, "{}") + " " + Secrets.sign(List.of(other), "id", 1, "{}"), both);
    }

    @Test
    void secretsDifferAndAreLongEnough() {
        byte[] secret = Secrets.fresh();
        assertEquals(32, secret.length);
        assertNotEquals(Arrays.toString(secret), Arrays.toString(Secrets.fresh()));
        assertEquals(
                Arrays.toString(secret),
                Arrays.toString(Base64.getDecoder().decode(Secrets.text(secret).substring("whsec_".length()))));
    }
}
