package org.creneau.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that ended while an access token of theirs may still be valid. What ended here is known at once, what ended
 * on another node when the database is next asked, about a second later.
 */
final class EndedSessions {

    /** In one access token's life; more log-outs than that are a flood that rate limits stop elsewhere. */
    private static final long MOST = 1_000_000;

    /** A session may have ended this long before the transaction that ended it became visible. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private final SessionStore store;
    private final long accessTokenSeconds;
    private final Cache<UUID, Boolean> ended;
    private volatile @Nullable OffsetDateTime asOf;

    EndedSessions(SessionStore store, long accessTokenSeconds) {
        this.store = store;
        this.accessTokenSeconds = accessTokenSeconds;
        this.ended = Caffeine.newBuilder()
                .maximumSize(MOST)
                // Twice, for clocks that differ: forgetting one too early would bring its tokens back to life.
                .expireAfterWrite(Duration.ofSeconds(2 * accessTokenSeconds))
                .build();
    }

    boolean contains(UUID sessionId) {
        return ended.getIfPresent(sessionId) != null;
    }

    void addAll(Collection<UUID> sessionIds) {
        sessionIds.forEach(id -> ended.asMap().putIfAbsent(id, true));
    }

    /** Asks the database what ended since it was last asked. */
    Future<Void> poll() {
        OffsetDateTime last = asOf;
        return store.endedSince(last == null ? null : last.minus(OVERLAP), accessTokenSeconds + OVERLAP.toSeconds())
                .map(answer -> {
                    addAll(answer.sessions());
                    asOf = answer.asOf();
                    return null;
                });
    }
}
