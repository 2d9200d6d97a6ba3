package org.creneau.booking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.creneau.seat.FreedSeats;

/**
 * The slots that are known to be full, with everybody who has or had a seat there: everybody else can be refused
 * without asking anyone. News of a freed seat, or a short time, ends the knowledge.
 *
 * <p>Safe on every thread. News is noted before what it makes obsolete is forgotten, and whoever learns that a slot is
 * full looks for news in the same atomic step, so that neither can overtake the other.
 */
final class FullMemory implements FreedSeats.Listener {

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
        full.asMap().compute(slotId, (same, known) -> {
            Long news = freed.getIfPresent(slotId);
            return news == null || news <= version ? new Full(version, holders) : known;
        });
    }

    @Override
    public void freed(UUID slotId, long version) {
        freed.asMap().merge(slotId, version, Math::max);
        full.asMap().computeIfPresent(slotId, (same, known) -> known.version() < version ? null : known);
    }

    /** News may have been lost: anything may be free. */
    @Override
    public void missed() {
        full.invalidateAll();
    }
}
