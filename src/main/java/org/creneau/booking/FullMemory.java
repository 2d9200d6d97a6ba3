package org.creneau.booking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * The slots that are known to be full, with everybody who has or had a seat there: everybody else can be refused
 * without asking anyone. News of a freed seat, or a short time, ends the knowledge.
 *
 * <p>Belongs to one event loop, but for {@link #refuses}, which every thread may ask.
 */
final class FullMemory {

    private static final int MAX_SLOTS = 10_000;

    private record Full(long version, Set<UUID> holders) {}

    private final Cache<UUID, Full> full;

    /** News may overtake the answer that it makes obsolete, so it is kept for a while. */
    private final Cache<UUID, Long> freed = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofSeconds(10))
            .maximumSize(MAX_SLOTS)
            .executor(Runnable::run)
            .build();

    FullMemory(Duration maxAge) {
        this.full = Caffeine.newBuilder()
                .expireAfterWrite(maxAge)
                .maximumSize(MAX_SLOTS)
                .executor(Runnable::run)
                .build();
    }

    /** Whether this client can be told that the slot is full, there being no booking of the client's in it. */
    boolean refuses(UUID slotId, UUID clientId) {
        Full known = full.getIfPresent(slotId);
        return known != null && !known.holders().contains(clientId);
    }

    boolean knows(UUID slotId) {
        return full.getIfPresent(slotId) != null;
    }

    void learn(UUID slotId, long version, Set<UUID> holders) {
        Long news = freed.getIfPresent(slotId);
        if (news == null || news <= version) {
            full.put(slotId, new Full(version, holders));
        }
    }

    void freed(UUID slotId, long version) {
        freed.put(slotId, version);
        Full known = full.getIfPresent(slotId);
        if (known != null && known.version() < version) {
            full.invalidate(slotId);
        }
    }

    void clear() {
        full.invalidateAll();
    }
}
