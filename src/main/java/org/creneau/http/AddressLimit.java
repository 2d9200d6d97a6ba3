package org.creneau.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So many requests a minute from one address; one for the node. What it forgets under attack is who came least. */
final class AddressLimit {

    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Cache<String, Bucket> buckets;
    private final int perMinute;

    AddressLimit(int perMinute) {
        this.perMinute = perMinute;
        // A bucket that nobody used for the period is full again, like a new one.
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(PERIOD)
                .build();
    }

    /** Seconds to wait, or 0 when the request may go on. */
    long tryTake(String address) {
        ConsumptionProbe probe = buckets.get(address, unused -> newBucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .build();
    }
}
