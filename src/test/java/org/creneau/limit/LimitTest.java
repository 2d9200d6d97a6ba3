package org.creneau.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Any number may be the time now, also one that is about to run over. */
    private final long start = Long.MAX_VALUE - 5 * SECOND;

    private static Limit of(int perMinute) {
        return new Limit(new Quota("test", perMinute, Quota.MINUTE_SECONDS), null, false);
    }

    @Test
    void aWindowMayBeAnHour() {
        Limit limit = new Limit(new Quota("test", 2, Quota.HOUR_SECONDS), null, false);
        assertEquals("\"test\";r=1;t=1800", limit.take("a", start).status());
        assertTrue(limit.take("a", start).allowed());
        Verdict refused = limit.take("a", start);
        assertEquals("\"test\";q=2;w=3600", refused.policy());
        assertEquals(1800, refused.retryAfterSeconds());
        assertFalse(limit.take("a", start + 1799 * SECOND).allowed());
        assertTrue(limit.take("a", start + 1800 * SECOND).allowed());
    }

    @Test
    void allAtOnceThenOneByOne() {
        Limit limit = of(60);
        for (int left = 59; left >= 0; left--) {
            Verdict verdict = limit.take("a", start);
            assertTrue(verdict.allowed());
            assertEquals("\"test\";r=" + left + ";t=" + (60 - left), verdict.status());
        }
        Verdict refused = limit.take("a", start);
        assertFalse(refused.allowed());
        assertEquals(1, refused.retryAfterSeconds());
        assertEquals("\"test\";r=0;t=1", refused.status());
        assertEquals("\"test\";q=60;w=60", refused.policy());
        assertTrue(limit.take("b", start).allowed(), "somebody else");
        assertFalse(limit.take("a", start + SECOND - 1).allowed());
        assertTrue(limit.take("a", start + SECOND).allowed());
        assertFalse(limit.take("a", start + SECOND).allowed());
        assertEquals("\"test\";r=59;t=1", limit.take("a", start + 100 * SECOND).status());
    }

    @Test
    void refusalsCostNothing() {
        Limit limit = of(1);
        assertTrue(limit.take("a", start).allowed());
        for (int i = 0; i < 1000; i++) {
            assertEquals(60, limit.take("a", start).retryAfterSeconds());
        }
        assertTrue(limit.take("a", start + 60 * SECOND).allowed());
    }

    @Test
    void largeNumbersAreToldInSteps() {
        Limit limit = of(60_000);
        assertEquals("\"test\";r=59940;t=1", limit.take("a", start).status());
        Limit largest = of(10_000_000);
        assertEquals("\"test\";r=9990000;t=1", largest.take("a", start).status());
        for (int perMinute : List.of(1, 2, 7, 999, 1001, 9_999_999)) {
            Limit odd = of(perMinute);
            Verdict verdict = odd.take("a", start);
            for (int i = 0; i < 2000 && verdict.allowed(); i++) {
                assertTrue(verdict.status().matches("\"test\";r=[0-9]+;t=([1-9]|[1-5][0-9]|60)"), verdict.status());
                verdict = odd.take("a", start);
            }
        }
    }

    @Test
    void callsSideBySideAreAllCounted() {
        Limit limit = of(1000);
        AtomicInteger allowed = new AtomicInteger();
        IntStream.range(0, 8).parallel().forEach(thread -> {
            for (int i = 0; i < 500; i++) {
                if (limit.take("a", start).allowed()) {
                    allowed.incrementAndGet();
                }
            }
        });
        assertEquals(1000, allowed.get());
    }

    @Test
    void theTightestOfTwoIsKnown() {
        Verdict wide = of(1000).take("a", start);
        Verdict narrow = of(10).take("a", start);
        assertTrue(narrow.isTighterThan(wide));
        assertFalse(wide.isTighterThan(narrow));
    }
}
