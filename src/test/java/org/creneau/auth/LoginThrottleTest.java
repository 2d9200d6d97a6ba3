package org.creneau.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    @Test
    void firstAttemptsAreFreeThenTheWaitDoublesUpToTheLock() {
        assertArrayEquals(
                new Long[] {0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L},
                LoginThrottle.waits(5, 900));
    }

    @Test
    void extremeSettingsStillMakeSense() {
        assertArrayEquals(new Long[] {1L, 1L}, LoginThrottle.waits(1, 1));
        assertArrayEquals(new Long[] {2L, 4L, 7L, 7L}, LoginThrottle.waits(0, 7));
    }

    @Test
    void answersSlowDownEvenlyOnceThereWereVeryManyFailures() {
        assertEquals(0, LoginThrottle.delayMillis(0, 100, 3000));
        assertEquals(0, LoginThrottle.delayMillis(100, 100, 3000));
        assertEquals(30, LoginThrottle.delayMillis(101, 100, 3000));
        assertEquals(3000, LoginThrottle.delayMillis(200, 100, 3000));
        assertEquals(3000, LoginThrottle.delayMillis(1_000_000_000, 1, 3000));
        assertEquals(0, LoginThrottle.delayMillis(1_000_000_000, 100, 0));
    }
}
