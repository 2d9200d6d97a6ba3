package org.creneau.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.creneau.access.Actor;
import org.creneau.auth.Accounts.Principal;
import org.creneau.core.CompactForm;
import org.creneau.core.DatabaseClock;
import org.creneau.core.Ids;
import org.jspecify.annotations.Nullable;

/** Checks a token's signature once and remembers it until it expires, as far as memory allows. */
final class CachingVerifier implements TokenVerifier {

    /** Ours have some 700 characters. */
    private static final int LONGEST_TOKEN = 4096;

    /** In characters, which take a byte each: some 35,000 tokens. */
    private static final long CACHE_WEIGHT = 32 << 20;

    /** What an entry takes beside its token. */
    private static final int ENTRY_WEIGHT = 250;

    /** Two nodes' ideas of the time may differ by so much: a token just issued there is not "from the future" here. */
    private static final int LEEWAY_SECONDS = 5;

    private final SigningKeys keys;
    private final EndedSessions endedSessions;
    private final DatabaseClock clock;
    private final Cache<Key, Principal> known;

    /**
     * A token to be looked up: all of it is compared, but only the end is hashed. That is the end of its signature, in
     * which genuine tokens, the only ones that are kept, differ by chance.
     */
    private record Key(String token) {

        private static final int HASHED = 12;

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
                hash = 31 * hash + token.charAt(i);
            }
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && token.equals(key.token);
        }
    }

    /** @param clock by which tokens begin and end, the same on all nodes whatever their machines' clocks show */
    CachingVerifier(SigningKeys keys, EndedSessions endedSessions, DatabaseClock clock) {
        this.keys = keys;
        this.endedSessions = endedSessions;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumWeight(CACHE_WEIGHT)
                .weigher((Key key, Principal principal) -> key.token().length() + ENTRY_WEIGHT)
                .expireAfter(Expiry.creating(
                        (Key key, Principal principal) -> Duration.between(clock.now(), principal.expiresAt())))
                // Its housekeeping takes less time than waking another thread for it.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Future<Optional<Principal>> verify(String token) {
        Principal principal = known.getIfPresent(new Key(token));
        if (principal != null) {
            return Future.succeededFuture(ifCurrent(principal));
        }
        if (token.length() > LONGEST_TOKEN || !CompactForm.matches(token)) {
            return Future.succeededFuture(Optional.empty());
        }
        KeyRing.Checked checked = keys.ring().check(token);
        if (checked instanceof KeyRing.Checked.UnknownKey) {
            return keys.lookUp().map(done -> accept(token, keys.ring().check(token)));
        }
        return Future.succeededFuture(accept(token, checked));
    }

    private Optional<Principal> accept(String token, KeyRing.Checked checked) {
        if (!(checked instanceof KeyRing.Checked.Genuine genuine)) {
            return Optional.empty();
        }
        Optional<Principal> principal =
                begun(genuine.claims()) ? principal(genuine.claims()).flatMap(this::ifCurrent) : Optional.empty();
        principal.ifPresent(current -> known.put(new Key(token), current));
        return principal;
    }

    private Optional<Principal> ifCurrent(Principal principal) {
        UUID session = principal.sessionId();
        boolean over =
                !clock.now().isBefore(principal.expiresAt()) || (session != null && endedSessions.contains(session));
        return over ? Optional.empty() : Optional.of(principal);
    }

    /** Whether the token was issued, and may be used, by now. */
    private boolean begun(JsonObject claims) {
        long latest = clock.now().getEpochSecond() + LEEWAY_SECONDS;
        return notAfter(claims.getValue("iat"), latest) && notAfter(claims.getValue("nbf"), latest);
    }

    private static boolean notAfter(@Nullable Object claim, long latest) {
        return claim == null || (claim instanceof Number time && time.longValue() <= latest);
    }

    /** Empty when a claim is missing or not as we write it; the library lets a token without {@code exp} pass. */
    private static Optional<Principal> principal(JsonObject claims) {
        if (!(claims.getValue("exp") instanceof Number expires)
                || !(claims.getValue("sub") instanceof String subject)) {
            return Optional.empty();
        }
        Instant expiresAt = Instant.ofEpochSecond(expires.longValue());
        boolean mustChange = Boolean.TRUE.equals(claims.getValue(TokenIssuer.MUST_CHANGE_PASSWORD));
        Optional<Actor> actor = Ids.parse(subject).flatMap(id -> ActorClaims.read(id, claims));
        Object session = claims.getValue(TokenIssuer.SESSION);
        if (session == null) {
            return actor.map(who -> new Principal(who, null, mustChange, expiresAt));
        }
        return session instanceof String text
                ? actor.flatMap(who -> Ids.parse(text).map(id -> new Principal(who, id, mustChange, expiresAt)))
                : Optional.empty();
    }
}
