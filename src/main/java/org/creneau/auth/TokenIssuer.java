package org.creneau.auth;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.creneau.access.Actor;
import org.creneau.core.DatabaseClock;
import org.jspecify.annotations.Nullable;

/** Makes access tokens. Signing is work for a core: nothing here may be called on an event loop. */
public final class TokenIssuer {

    static final String SESSION = "sid";
    private static final String TOKEN_ID = "jti";
    static final String MUST_CHANGE_PASSWORD = "must_change_password";

    private final SigningKeys keys;
    private final DatabaseClock clock;

    TokenIssuer(SigningKeys keys, DatabaseClock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Tokens for clients who did not log in, in the order of their ids, signed on all cores: for the command line. They
     * belong to no session and nothing ends them but time.
     *
     * @param lifetime up to a day, because the key that signed them is kept no longer than that
     */
    public List<String> issue(Collection<UUID> clients, Duration lifetime) {
        if (lifetime.compareTo(SigningKeys.LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("tokens live up to " + SigningKeys.LONGEST_LIFETIME);
        }
        return List.copyOf(clients).parallelStream()
                .map(client -> issue(new Actor.Client(client), lifetime))
                .toList();
    }

    /** The same for one actor of any kind. */
    public String issue(Actor actor, Duration lifetime) {
        return sign(actor, null, false, lifetime.toSeconds());
    }

    String sign(Actor actor, @Nullable UUID sessionId, boolean mustChangePassword, long lifetimeSeconds) {
        long now = clock.now().getEpochSecond();
        JsonObject claims = ActorClaims.of(actor)
                .put("iat", now)
                .put("exp", now + lifetimeSeconds)
                .put(TOKEN_ID, tokenId());
        if (sessionId != null) {
            claims.put(SESSION, sessionId.toString());
        }
        if (mustChangePassword) {
            claims.put(MUST_CHANGE_PASSWORD, true);
        }
        return keys.ring().sign(actor.id().toString(), claims);
    }

    /** Different for every token, also of one client in one second (RFC 7519, section 4.1.7); no secret, and short. */
    private static String tokenId() {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }
}
