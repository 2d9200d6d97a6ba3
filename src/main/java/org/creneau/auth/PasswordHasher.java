package org.creneau.auth;

import com.password4j.Argon2Function;
import com.password4j.HashingFunction;
import com.password4j.types.Argon2;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passwords and security answers as Argon2id hashes, computed on {@link Workers} of their own. */
final class PasswordHasher {

    /*
     * 12 MiB and five passes, some 60 ms of a core: above the least that OWASP's password storage cheat sheet asks for
     * (12 MiB, three passes). Memory is kept low on purpose: each thread needs as much, and again once for the library.
     * To raise the cost, change these: a hash says how it was made, and is replaced when its owner next logs in.
     */
    static final int MEMORY_KIB = 12 * 1024;
    static final int PASSES = 5;

    /** One lane: more would make the library start threads of its own. */
    private static final int LANES = 1;

    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Argon2Function argon2 = Argon2Function.getInstance(
            MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID, Argon2Function.ARGON2_VERSION_13);
    private final SecureRandom random = new SecureRandom();
    private final Workers workers;

    /**
     * What an unknown user code is compared with, so that it takes as long as a known one. It was not computed, which
     * would be the longest single step of the start, but drawn: that nobody's password fits is as certain.
     */
    private final String nobodysHash;

    PasswordHasher(Workers workers) {
        this.workers = workers;
        this.nobodysHash = unusable();
    }

    /** A hash that no password fits, for an account whose owner has to ask for a temporary one. */
    String unusable() {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, drawn(SALT_BYTES), drawn(HASH_BYTES));
    }

    private String drawn(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * What a comparison found.
     *
     * @param replacement the same password hashed as it is done today, when the stored hash was made otherwise
     */
    record Comparison(boolean matches, @Nullable String replacement) {
        @Override
        public String toString() {
            return "Comparison[" + matches + "]";
        }
    }

    /** Admits a request that will hash; see {@link Workers#admit}. */
    <T> Future<T> admit(Supplier<Future<T>> request) {
        return workers.admit(request);
    }

    /** The hashes of several texts, in their order. */
    Future<List<String>> hash(List<String> texts) {
        return workers.run(() -> texts.stream().map(this::hash).toList());
    }

    /** @param hash empty for somebody who does not exist: the comparison fails, and takes as long */
    Future<Comparison> compare(String password, Optional<String> hash) {
        return workers.run(() -> {
            String stored = hash.orElse(nobodysHash);
            HashingFunction madeBy = ImportedHash.function(stored);
            if (!madeBy.check(password, stored) || hash.isEmpty()) {
                return new Comparison(false, null);
            }
            return new Comparison(true, madeBy.equals(argon2) ? null : hash(password));
        });
    }

    /** Takes its time on the calling thread. */
    String hash(String text) {
        return argon2.hash(text.getBytes(StandardCharsets.UTF_8), salt()).getResult();
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
