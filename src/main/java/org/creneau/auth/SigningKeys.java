package org.creneau.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.creneau.auth.SigningKeyStore.Keys;
import org.creneau.auth.SigningKeyStore.StoredKey;
import org.creneau.config.Settings;
import org.creneau.core.Ids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's view of the signing keys, kept up to date with PostgreSQL, and their rotation. */
final class SigningKeys {

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private static final int KEY_BITS = 2048;

    /** A new key signs only after this time, in which every node reads the keys several times. */
    private static final long SETTLE_SECONDS = 60;

    /** An unknown key makes a node look for new ones, but not more often than this, whoever makes them up. */
    private static final long LOOK_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The longest life of a token that is not given by a log-in; see {@link TokenIssuer#issue}. */
    static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    private final Vertx vertx;
    private final SigningKeyStore store;
    private final Settings.Auth settings;
    private final AtomicLong lastLookUp = new AtomicLong(System.nanoTime() - LOOK_UP_NANOS);
    private volatile Future<Void> lookUp = Future.succeededFuture();
    private volatile @Nullable KeyRing ring;

    SigningKeys(Vertx vertx, SigningKeyStore store, Settings.Auth settings) {
        this.vertx = vertx;
        this.store = store;
        this.settings = settings;
    }

    /** The keys as last read. */
    KeyRing ring() {
        KeyRing current = ring;
        if (current == null) {
            throw new IllegalStateException("no keys yet: rotate() comes first");
        }
        return current;
    }

    /** Makes a key when one is due, deletes those that are over, and reads what there is. */
    Future<Void> rotate() {
        return store.isDue(settings.signingKeyDays())
                .compose(due -> due ? addKey() : Future.succeededFuture())
                .compose(done -> store.deleteSuperseded(keptSeconds()))
                .compose(done -> refresh());
    }

    /** Reads the keys. */
    Future<Void> refresh() {
        return store.load(SETTLE_SECONDS).compose(this::install);
    }

    /** Reads the keys because a token names an unknown one; shared by everybody who asks within a second. */
    Future<Void> lookUp() {
        long now = System.nanoTime();
        long last = lastLookUp.get();
        if (now - last >= LOOK_UP_NANOS && lastLookUp.compareAndSet(last, now)) {
            lookUp = refresh();
        }
        return lookUp;
    }

    private Future<Void> install(Keys keys) {
        KeyRing current = ring;
        if (keys.keys().isEmpty()) {
            return Future.failedFuture(new IllegalStateException("table signing_key is empty"));
        }
        if (current != null && current.holds(keys)) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> new KeyRing(vertx, keys, settings)).map(fresh -> {
            ring = fresh;
            return null;
        });
    }

    private Future<Void> addKey() {
        return vertx.executeBlocking(SigningKeys::generate).compose(key -> {
            log.info("adding signing key {}", key.id());
            return store.add(key, settings.signingKeyDays());
        });
    }

    /** An hour more than the tokens last, for clocks that differ and nodes that read late. */
    private long keptSeconds() {
        return Math.max(settings.accessTokenSeconds(), LONGEST_LIFETIME.toSeconds())
                + SETTLE_SECONDS
                + Duration.ofHours(1).toSeconds();
    }

    private static StoredKey generate() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        return new StoredKey(
                Ids.next().toString(),
                Buffer.buffer(pair.getPrivate().getEncoded()),
                Buffer.buffer(pair.getPublic().getEncoded()));
    }
}
