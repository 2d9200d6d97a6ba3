package org.creneau.loadtest.rush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PopularityTest {

    private static final int DRAWS = 100_000;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void theSecondIsWantedHalfAsOftenAsTheFirst() {
        int[] wanted = wanted(new Popularity(20, 1));
        assertEquals(0.5, wanted[1] / (double) wanted[0], 0.03);
        assertEquals(0.1, wanted[9] / (double) wanted[0], 0.01);
    }

    @Test
    void withoutFavouritesAllAreAlike() {
        for (int times : wanted(new Popularity(10, 0))) {
            assertEquals(DRAWS / 10.0, times, DRAWS / 100.0);
        }
    }

    @Test
    void onlyWhatIsAllowed() {
        Popularity popularity = new Popularity(1000, 2);
        assertEquals(OptionalInt.of(999), popularity.pick(random, slot -> slot == 999));
        assertTrue(popularity.pick(random, slot -> false).isEmpty());
    }

    private int[] wanted(Popularity popularity) {
        int[] wanted = new int[20];
        for (int i = 0; i < DRAWS; i++) {
            wanted[popularity.pick(random, slot -> true).orElseThrow()]++;
        }
        return popularity.pick(random, slot -> slot == 19).isPresent() ? wanted : java.util.Arrays.copyOf(wanted, 10);
    }
}
