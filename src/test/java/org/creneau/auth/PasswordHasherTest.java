package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.creneau.auth.PasswordHasher.Comparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers(vertx, "test", 1, 8);
    private final PasswordHasher hasher = new PasswordHasher(workers);

    @AfterEach
    void close() throws Exception {
        workers.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void hashesAreSaltedAndSayHowTheyWereMade() throws Exception {
        List<String> hashes = done(hasher.hash(List.of("same text", "same text", "other text")));
        assertNotEquals(hashes.get(0), hashes.get(1));
        String form = "\\$argon2id\\$v=19\\$m=12288,t=5,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}";
        hashes.forEach(hash -> assertTrue(hash.matches(form), hash));
        assertTrue(compare("same text", hashes.get(1)).matches());
        assertNull(compare("same text", hashes.get(1)).replacement());
        assertFalse(compare("same text", hashes.get(2)).matches());
    }

    @Test
    void comparesExactly() throws Exception {
        String hash = done(hasher.hash(List.of("Nairobi Kenya"))).get(0);
        assertTrue(compare("Nairobi Kenya", hash).matches());
        assertFalse(compare("nairobi kenya", hash).matches());
        assertFalse(compare("Nairobi  Kenya", hash).matches());
        assertFalse(compare("Nairobi Kenya ", hash).matches());
    }

    @Test
    void aHashMadeMoreCheaplyIsAcceptedAndReplaced() throws Exception {
        String old = Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID)
                .hash("motdepasse1", "sixteen byte salt")
                .getResult();
        Comparison comparison = compare("motdepasse1", old);
        assertTrue(comparison.matches());
        String replacement = comparison.replacement();
        assertNotNull(replacement);
        assertEquals(new Comparison(true, null), compare("motdepasse1", replacement));
        assertEquals(new Comparison(false, null), compare("motdepasse2", old));
    }

    @Test
    void nobodyHasAPassword() throws Exception {
        assertEquals(new Comparison(false, null), done(hasher.compare("motdepasse1", Optional.empty())));
    }

    private Comparison compare(String password, String hash) throws Exception {
        return done(hasher.compare(password, Optional.of(hash)));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
