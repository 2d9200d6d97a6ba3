package org.creneau.seat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The slots in which seats are being taken or given back, in a fixed number of buckets, so that what a dead node left
 * behind is found without looking everywhere.
 *
 * <p>A slot is noted <em>before</em> its seats change, and forgotten only when a comparison with PostgreSQL found nothing
 * pending and nobody touched it for a minute. A node repeats its note every 20 seconds at the most, well within that,
 * and makes all its notes again when Redis works on another data set.
 */
public final class TouchIndex {

    private static final int BUCKETS = 16;
    private static final Duration COUNTS = Duration.ofSeconds(60);
    private static final int MAX_SLOTS = 100_000;

    /** Late notes made up for at once. */
    private static final int CHUNK = 1000;

    private static final long REPEAT_NANOS = Duration.ofSeconds(20).toNanos();

    private final RedisCalls calls;

    /** When each slot was noted by this node, kept for as long as the note counts. */
    private final Cache<UUID, Long> noted = Caffeine.newBuilder()
            .expireAfterWrite(COUNTS)
            .maximumSize(MAX_SLOTS)
            .build();

    /**
     * Slots that could not be noted, or whose note may be gone: a seat given back in PostgreSQL meanwhile would be found
     * much later otherwise.
     */
    private final Set<UUID> owed = ConcurrentHashMap.newKeySet();

    private final AtomicInteger dataSets = new AtomicInteger();

    TouchIndex(RedisCalls calls, Incarnation incarnation) {
        this.calls = calls;
        incarnation.onChange(this::noteAnew);
    }

    /** Notes that seats of the slot are about to change; usually from memory, later when Redis is away. */
    public Future<Void> touch(UUID slotId) {
        if (calls.reach().away()) {
            owe(slotId); // whatever was noted before: it may be forgotten by the time that Redis is back
            return calls.away();
        }
        Long last = noted.getIfPresent(slotId);
        if (last != null && System.nanoTime() - last < REPEAT_NANOS) {
            return Future.succeededFuture();
        }
        return note(bucketOf(slotId), List.of(slotId));
    }

    private Future<Void> note(int bucket, List<UUID> slotIds) {
        int dataSet = dataSets.get();
        return calls.eval(
                        Script.TOUCH,
                        bucket(bucket),
                        slotIds.stream().map(UUID::toString).toList())
                .onSuccess(done -> {
                    long now = System.nanoTime();
                    slotIds.forEach(id -> noted.put(id, now));
                    if (dataSets.get() != dataSet) {
                        slotIds.forEach(this::owe); // in which of the two it was noted is not known
                    }
                })
                .onFailure(away -> slotIds.forEach(this::owe))
                .mapEmpty();
    }

    /**
     * The notes may be gone with the data set, but bookings that were under way when it went must still be looked after.
     */
    private void noteAnew() {
        dataSets.incrementAndGet();
        Set<UUID> all = Set.copyOf(noted.asMap().keySet());
        noted.invalidateAll(all);
        all.forEach(this::owe);
    }

    private void owe(UUID slotId) {
        if (owed.size() < MAX_SLOTS) {
            owed.add(slotId);
        }
    }

    /** All slots noted, after those that could not be when it was their time. */
    public Future<Set<UUID>> touched() {
        List<Future<Void>> late = new ArrayList<>();
        owed.stream()
                .limit(CHUNK)
                .collect(Collectors.groupingBy(TouchIndex::bucketOf))
                .forEach((bucket, ids) -> {
                    ids.forEach(owed::remove); // before: whoever owes it again meanwhile is heard
                    late.add(note(bucket, ids));
                });
        return Future.all(late).compose(done -> read());
    }

    private Future<Set<UUID>> read() {
        List<Future<Set<UUID>>> buckets = new ArrayList<>(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(calls.send(
                            Request.cmd(Command.ZRANGE).arg(bucket(i)).arg(0).arg(-1))
                    .map(members -> members.stream()
                            .map(member -> UUID.fromString(member.toString()))
                            .collect(Collectors.toSet())));
        }
        return Future.all(buckets).map(all -> {
            Set<UUID> slots = new HashSet<>();
            buckets.forEach(bucket -> slots.addAll(bucket.result()));
            return slots;
        });
    }

    /** Forgets those of the slots, found without anything pending, that nobody touched again. */
    public Future<Void> settle(Collection<UUID> slotIds) {
        Map<Integer, List<UUID>> byBucket = slotIds.stream().collect(Collectors.groupingBy(TouchIndex::bucketOf));
        List<Future<Void>> done = new ArrayList<>();
        byBucket.forEach((bucket, ids) -> {
            List<String> arguments = new ArrayList<>(List.of(Long.toString(COUNTS.toSeconds())));
            ids.forEach(id -> arguments.add(id.toString()));
            done.add(calls.eval(Script.SETTLE, bucket(bucket), arguments).mapEmpty());
        });
        return Future.all(done).mapEmpty();
    }

    private static int bucketOf(UUID slotId) {
        return Math.floorMod(slotId.hashCode(), BUCKETS);
    }

    private static String bucket(int number) {
        return "creneau:touched:" + number;
    }
}
